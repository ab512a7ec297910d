#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H
#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>

/* Swift cannot call variadic C. These are typed doors to curl's variadic functions; each setter checks that the
   option belongs to its class and answers CURLE_BAD_FUNCTION_ARGUMENT otherwise. */

typedef size_t (*ccurl_io_callback)(char *bytes, size_t size, size_t count, void *context);

CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_offset(CURL *handle, CURLoption option, int64_t value);
CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_io_callback callback);

CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value);
CURLcode ccurl_get_string(CURL *handle, CURLINFO info, const char **value);
CURLcode ccurl_get_pointer(CURL *handle, CURLINFO info, void **value);
CURLcode ccurl_get_socket(CURL *handle, curl_socket_t *value);

CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLMcode ccurl_multi_watch(CURLM *multi, curl_socket_callback sockets, curl_multi_timer_callback timer, void *context);
CURL *ccurl_message_handle(const CURLMsg *message);
CURLcode ccurl_message_result(const CURLMsg *message);

/* Macros with a cast, which Swift cannot see. */
extern const curl_socket_t ccurl_socket_timeout;
extern const long ccurl_global_all;
#endif
