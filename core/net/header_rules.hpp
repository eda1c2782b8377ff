// Every ground on which the header of a request is refused. The names are stable: callers see them.
#pragma once

#include "core/net/header_guard.hpp"

namespace kori::net::rules
{

inline constexpr GuardRule bare_cr{"http.bare_cr", 400, "A carriage return stands without its line feed."};
inline constexpr GuardRule bare_lf{"http.bare_lf", 400, "A line feed stands without its carriage return."};
inline constexpr GuardRule control_character{"http.control_character", 400,
                                             "The header holds a control character."};
inline constexpr GuardRule empty_lines{"http.empty_lines", 400,
                                       "Too many empty lines stand before the request line."};
inline constexpr GuardRule bad_method{"http.bad_method", 400, "The method is not a token."};
inline constexpr GuardRule unknown_method{"http.unknown_method", 501, "The method is not known here."};
inline constexpr GuardRule method_refused{"http.method_refused", 501, "The method is not offered here."};
inline constexpr GuardRule bad_request_line{
    "http.bad_request_line", 400, "The request line is not method, target and version with single spaces."};
inline constexpr GuardRule bad_target{"http.bad_target", 400,
                                      "The target holds characters that a URI cannot hold."};
inline constexpr GuardRule target_form{"http.target_form", 400,
                                       "The target has a form that does not suit the method."};
inline constexpr GuardRule target_too_long{"http.target_too_long", 414, "The target is too long."};
inline constexpr GuardRule bad_version{"http.bad_version", 400, "The version is not written as HTTP/1.1."};
inline constexpr GuardRule version_unsupported{"http.version_unsupported", 505,
                                               "Only HTTP/1.0 and HTTP/1.1 are spoken here."};
inline constexpr GuardRule folded_line{"http.folded_line", 400, "A header line begins with white space."};
inline constexpr GuardRule space_before_colon{"http.space_before_colon", 400,
                                              "White space stands between a header's name and its colon."};
inline constexpr GuardRule bad_header_name{"http.bad_header_name", 400, "A header's name is not a token."};
inline constexpr GuardRule no_colon{"http.no_colon", 400, "A header line has no colon."};
inline constexpr GuardRule headers_too_large{"http.headers_too_large", 431, "The header is too large."};
inline constexpr GuardRule too_many_headers{"http.too_many_headers", 431, "There are too many header lines."};
inline constexpr GuardRule doubled_header{"http.doubled_header", 400,
                                          "A header that may stand once stands twice."};
inline constexpr GuardRule no_host{"http.no_host", 400, "The Host header is missing."};
inline constexpr GuardRule two_hosts{"http.two_hosts", 400, "There is more than one Host header."};
inline constexpr GuardRule bad_host{"http.bad_host", 400, "The Host header is no host."};
inline constexpr GuardRule other_host{"http.other_host", 400,
                                      "The target names another host than the Host header."};
inline constexpr GuardRule bad_connection{"http.bad_connection", 400, "The Connection is no list of tokens."};
inline constexpr GuardRule two_lengths{"http.two_lengths", 400, "There is more than one Content-Length."};
inline constexpr GuardRule bad_length{"http.bad_length", 400, "The Content-Length is not a plain number."};
inline constexpr GuardRule length_and_coding{"http.length_and_coding", 400,
                                             "Content-Length and Transfer-Encoding exclude each other."};
inline constexpr GuardRule coding_in_http_1_0{"http.coding_in_http_1_0", 400,
                                              "HTTP/1.0 has no transfer codings."};
inline constexpr GuardRule bad_coding{"http.bad_coding", 400, "The Transfer-Encoding cannot be read."};
inline constexpr GuardRule coding_not_final{"http.coding_not_final", 400,
                                            "The coding chunked must be the last, and stand once."};
inline constexpr GuardRule unknown_coding{"http.unknown_coding", 501,
                                          "Only the transfer coding chunked is known here."};
inline constexpr GuardRule unknown_expectation{"http.unknown_expectation", 417,
                                               "Only the expectation 100-continue is known here."};

} // namespace kori::net::rules
