// The server: settings, application, doors. Ends on SIGTERM or SIGINT after finishing what it accepted.
#include "core/net/dev_tls.hpp"
#include "core/net/server.hpp"
#include "core/work/clocks.hpp"
#include "marketplace/app/application.hpp"
#include "marketplace/app/settings.hpp"
#include "tools/command_line.hpp"

#include <csignal>
#include <cstdio>

namespace
{

kori::net::ServerSettings server_settings(const kori::app::Settings& settings)
{
    kori::net::ServerSettings server;
    const auto size = [&](std::string_view name) { return static_cast<std::size_t>(settings.number(name)); };
    server.address = settings.text("address");
    server.port = static_cast<unsigned short>(settings.number("port"));
    server.threads = static_cast<int>(settings.number("threads"));
    server.header_bytes_max = size("header_bytes_max");
    server.body_bytes_max = size("body_bytes_max");
    server.connections_max = size("connections_max");
    server.connections_per_address_max = size("connections_per_address_max");
    server.header_timeout_ms = settings.number("header_timeout_ms");
    server.body_timeout_ms = settings.number("body_timeout_ms");
    server.idle_timeout_ms = settings.number("idle_timeout_ms");
    server.write_timeout_ms = settings.number("write_timeout_ms");
    server.handler_timeout_ms = settings.number("handler_timeout_ms");
    server.shutdown_grace_ms = settings.number("shutdown_grace_ms");
    if (const auto& proxy = settings.text("trusted_proxy"); !proxy.empty())
        server.trusted_proxies = {proxy};
    if (settings.yes("tls"))
    {
        if (settings.text("tls_certificate").empty())
        {
            kori::work::SystemClock wall; // certificates live in real time, in a rehearsal too
            const auto made = kori::net::development_tls(settings.data() / "tls", wall.now());
            server.tls = made.files;
            std::printf("A development certificate is in use: curl --cacert %s …\n", made.authority.c_str());
        }
        else
            server.tls = kori::net::TlsFiles{settings.text("tls_certificate"), settings.text("tls_key")};
    }
    return server;
}

// Blocks until the process is asked to end.
void wait_for_the_end()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    int signal = 0;
    sigwait(&signals, &signal);
}

int serve(const kori::app::Settings& settings)
{
    kori::app::Application application{kori::app::parts_of(settings)};
    kori::net::Server server{server_settings(settings),
                             [&](kori::http::Request request, kori::http::Respond respond)
                             { application.desk().handle(std::move(request), std::move(respond)); },
                             application.environment().clock, application.environment().metrics};
    application.start_work();
    server.start();
    std::printf("Kori serves on %s://%s:%u\n", settings.yes("tls") ? "https" : "http",
                settings.text("address").c_str(), static_cast<unsigned>(server.port()));
    std::fflush(stdout);
    wait_for_the_end();
    server.stop();
    application.stop();
    std::printf("Kori has stopped; everything accepted is answered.\n");
    return 0;
}

} // namespace

int main(int argc, char* argv[])
{
    // Before any thread is made, so that all inherit it: the end is waited for, and a closed peer is an
    // error, not a death.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    return kori::tools::run_command(argc, argv, serve);
}
