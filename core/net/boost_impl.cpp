// The non-template parts of Asio, Asio's TLS and Beast, compiled once (the target defines separate
// compilation).
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
