#define CURL_DISABLE_TYPECHECK 1
#include "ccurl_shim.h"

/* An option's number tells its class: 0 long, 1 pointer or string, 2 function, 3 offset. */
#define CLASS(option) ((option) / 10000)
#define SET(class, value) \
  (CLASS(option) == (class) ? (curl_easy_setopt)(handle, option, value) : CURLE_BAD_FUNCTION_ARGUMENT)

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) { return SET(0, value); }
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) { return SET(1, value); }
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) { return SET(1, value); }
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) { return SET(1, value); }
CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_io_callback value) { return SET(2, value); }
CURLcode ccurl_set_offset(CURL *handle, CURLoption option, int64_t value) { return SET(3, (curl_off_t)value); }

CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) { return (curl_easy_getinfo)(handle, info, value); }
CURLcode ccurl_get_string(CURL *handle, CURLINFO info, const char **value) {
  return (curl_easy_getinfo)(handle, info, value);
}
CURLcode ccurl_get_pointer(CURL *handle, CURLINFO info, void **value) {
  return (curl_easy_getinfo)(handle, info, value);
}
CURLcode ccurl_get_socket(CURL *handle, curl_socket_t *value) {
  return (curl_easy_getinfo)(handle, CURLINFO_ACTIVESOCKET, value);
}

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}
CURLMcode ccurl_multi_watch(CURLM *multi, curl_socket_callback sockets, curl_multi_timer_callback timer,
                            void *context) {
  (curl_multi_setopt)(multi, CURLMOPT_SOCKETDATA, context);
  (curl_multi_setopt)(multi, CURLMOPT_TIMERDATA, context);
  (curl_multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, timer);
  return (curl_multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, sockets);
}
CURL *ccurl_message_handle(const CURLMsg *message) { return message->easy_handle; }
CURLcode ccurl_message_result(const CURLMsg *message) { return message->data.result; }

const curl_socket_t ccurl_socket_timeout = CURL_SOCKET_TIMEOUT;
const long ccurl_global_all = CURL_GLOBAL_ALL;
