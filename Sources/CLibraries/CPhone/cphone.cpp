#include "cphone.h"

#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

int copy(const std::string &text, char *out, size_t capacity) {
  if (text.size() + 1 > capacity) return CPHONE_NO_ROOM;
  std::memcpy(out, text.c_str(), text.size() + 1);
  return CPHONE_VALID;
}

bool parse(const char *text, const char *region, PhoneNumber *number) {
  return PhoneNumberUtil::GetInstance()->Parse(text, region ? region : "ZZ", number) ==
         PhoneNumberUtil::NO_PARSING_ERROR;
}

}  // namespace

/* No exception may cross into Swift. */
extern "C" int cphone_e164(const char *text, const char *region, char *out, size_t capacity, int *kind,
                           int *has_extension) try {
  const auto *numbers = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (!parse(text, region, &number)) return CPHONE_UNREADABLE;
  /* IsValidNumber asks exactly this question, and asking twice would double the cost. */
  const auto type = numbers->GetNumberType(number);
  if (type == PhoneNumberUtil::UNKNOWN) return CPHONE_INVALID;
  if (kind) *kind = static_cast<int>(type);
  if (has_extension) *has_extension = number.has_extension() ? 1 : 0;
  std::string formatted;
  numbers->Format(number, PhoneNumberUtil::E164, &formatted);
  return copy(formatted, out, capacity);
} catch (...) {
  return CPHONE_UNREADABLE;
}

extern "C" int cphone_region(const char *e164, char *out, size_t capacity) try {
  PhoneNumber number;
  if (!parse(e164, nullptr, &number)) return CPHONE_UNREADABLE;
  std::string region;
  PhoneNumberUtil::GetInstance()->GetRegionCodeForNumber(number, &region);
  return copy(region, out, capacity);
} catch (...) {
  return CPHONE_UNREADABLE;
}

extern "C" int cphone_written(const char *e164, const char *region, char *out, size_t capacity) try {
  const auto *numbers = PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  if (!parse(e164, nullptr, &number)) return CPHONE_UNREADABLE;
  const bool at_home = number.country_code() == numbers->GetCountryCodeForRegion(region);
  std::string formatted;
  numbers->Format(number, at_home ? PhoneNumberUtil::NATIONAL : PhoneNumberUtil::INTERNATIONAL, &formatted);
  return copy(formatted, out, capacity);
} catch (...) {
  return CPHONE_UNREADABLE;
}
