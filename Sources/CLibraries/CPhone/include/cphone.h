#ifndef CPHONE_H
#define CPHONE_H
#include <stddef.h>
#ifdef __cplusplus
extern "C" {
#endif

/* What cphone_e164 found. */
enum {
  CPHONE_VALID = 0,        /* a number that exists in its numbering plan */
  CPHONE_INVALID = 1,      /* right length at best, but no such number: 911, a 555 area code */
  CPHONE_UNREADABLE = 2,   /* not a phone number */
  CPHONE_NO_ROOM = 3       /* the buffer is too small */
};

/* Reads `text` as it would be dialled in `region` (ISO 3166, "US"; may be NULL when text starts with +) and writes
   its E.164 form to `out`. `kind` receives libphonenumber's type: 0 fixed, 1 mobile, 2 either, and so on;
   `has_extension` whether the text named one, which E.164 leaves out. Either may be NULL. */
int cphone_e164(const char *text, const char *region, char *out, size_t capacity, int *kind, int *has_extension);

/* Writes an E.164 number as people in `region` dial it: national form at home, else international. */
int cphone_written(const char *e164, const char *region, char *out, size_t capacity);

/* Writes the ISO 3166 region of an E.164 number, "US". */
int cphone_region(const char *e164, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif
#endif
