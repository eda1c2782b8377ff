// The desk: takes a request, matches, reads and checks it, and sends it into a snapshot or a writing
// transaction.
#pragma once

#include "core/http/environment.hpp"
#include "core/http/message.hpp"
#include "core/http/router.hpp"
#include "core/http/workers.hpp"

namespace kori::http
{

class Desk
{
public:
    // `workers` run what must not stand in the way of sockets or of the writer: prepare steps.
    Desk(Routes routes, Environment& environment, Workers& workers);

    // Answers exactly once, from any thread.
    void handle(Request request, Respond respond);
    // The same, waiting: for tests and tools.
    Response handle_and_wait(Request request);

    const Routes& routes() const { return router_.routes(); }

private:
    Router router_;
    Environment& environment_;
    Workers& workers_;
};

} // namespace kori::http
