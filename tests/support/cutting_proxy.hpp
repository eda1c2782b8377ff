// Stands between a store and its PostgreSQL, knows where messages begin and end, and cuts the line where a
// test wants it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>
#include <string>
#include <thread>

namespace kori::test
{

class CuttingProxy
{
public:
    // What happens to the next COMMIT that comes by (one connection, once).
    enum class Cut
    {
        none,
        before_commit, // the server never sees it; for the client it was sent
        after_commit,  // the server does it; its answer never arrives
        late_commit,   // the client is cut off at once, the server sees it after `delay`
    };

    explicit CuttingProxy(std::string socket_file); // of the server
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy&) = delete;
    CuttingProxy& operator=(const CuttingProxy&) = delete;

    int port() const { return port_; }
    void cut(Cut where, std::chrono::milliseconds delay = std::chrono::milliseconds{500});
    bool has_cut() const { return cuts_ > 0; }
    int commits() const { return commits_; } // that were forwarded
    void refuse_connections(bool refuses);   // new ones; those that stand are cut
    void point_to(std::string socket_file);  // of another server, for the next connections

private:
    struct Line;
    void accept_lines();
    void carry(Line& line);
    bool forward_message(Line& line, const std::string& message); // false: the line was cut

    std::mutex mutex_;
    std::string socket_file_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<bool> ends_{false};
    std::atomic<bool> refuses_{false};
    std::atomic<Cut> cut_{Cut::none};
    std::atomic<int> cuts_{0};
    std::atomic<int> commits_{0};
    std::chrono::milliseconds delay_{500};
    std::list<Line> lines_;
    std::thread thread_;
};

} // namespace kori::test
