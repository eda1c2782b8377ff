// Plays a script of requests through the desk: the demo area is made by the same routes that everybody uses.
#include "core/access/access_actions.hpp"
#include "core/json/reader.hpp"
#include "core/observe/log.hpp"
#include "marketplace/app/application.hpp"
#include "tools/admin/commands.hpp"

#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

namespace kori::admin
{
namespace
{

std::string new_password()
{
    return to_base64url(crypto::system_randomness().bytes(12));
}

// Enters the platform's operator as the clock does, for nobody can sign in yet. Refuses when there is one.
std::string enter_operator(app::Application& application, const std::string& email, const std::string& name)
{
    auto& environment = application.environment();
    const auto password = new_password();
    const auto hash = crypto::hash_password(password, environment.password_cost);
    std::string fault;
    application.store().write_and_wait(
        [&](Transaction& tx)
        {
            const auto now = environment.clock.now();
            Actor first;
            first.kind = ActorKind::clock;
            if (!access::organisations_after(tx, "", 1, OrganisationKind::platform).empty())
            {
                fault = "There is an operator already: sign in and add members.";
                return Verdict::undo;
            }
            const auto made = access::register_organisation(
                tx, Ambient{now, now, environment.random, environment.law}, environment.keys, first,
                {OrganisationKind::platform,
                 std::nullopt,
                 "company",
                 {"Alustan ylläpito", "Plattformens drift", "Platform operation"},
                 email,
                 name,
                 Language::fi,
                 hash});
            if (!made)
                fault = made.refusal().sentence;
            return made ? Verdict::keep : Verdict::undo;
        });
    if (!fault.empty())
        throw app::StartRefused{fault};
    return password;
}

// One run of a script. Values are kept by name and stand as {{name}} in later steps.
class Player
{
public:
    explicit Player(app::Application& application) : application_{application} {}

    void set(const std::string& name, std::string value) { values_[name] = std::move(value); }

    void play(const json::Value& step)
    {
        http::Request request;
        request.target = filled(step.at("to").text());
        request.method = *http::parse_method(step.at("method").text());
        request.peer = "127.0.0.1";
        request.received_at = application_.environment().clock.now();
        request.id = "demo-" + std::to_string(++count_);
        request.headers = {{"idempotency-key", "demo-step-number-" + std::to_string(count_)}};
        if (const auto who = step.optional_text("as"))
            request.headers.emplace_back("authorization", "Bearer " + value("token." + *who));
        if (const auto* body = step.find("body"))
        {
            request.headers.emplace_back("content-type", "application/json");
            request.body = filled(json::write(*body));
        }
        if (const auto name = step.optional_text("if_match"))
            request.headers.emplace_back("if-match", value(*name));
        const auto response = application_.desk().handle_and_wait(std::move(request));
        if (response.status >= 300)
            throw app::StartRefused{"The demo stopped at step " + std::to_string(count_) + " (" +
                                    step.at("to").text() + "): " + response.body};
        keep(step, response);
    }

private:
    void keep(const json::Value& step, const http::Response& response)
    {
        if (const auto name = step.optional_text("keep_tag"))
            values_[*name] = response.header("ETag").value_or("");
        if (const auto* wishes = step.find("keep"))
            for (const auto& [name, pointer] : wishes->object().members())
                values_[name] = found_in(response.body, pointer.text());
        if (const auto* wishes = step.find("expect"))
            for (const auto& [pointer, wanted] : wishes->object().members())
                if (found_in(response.body, pointer) != wanted.text())
                    throw app::StartRefused{"The demo expected " + pointer + " to be " + wanted.text() +
                                            " at step " + std::to_string(count_) + ": " + response.body};
    }

    static std::string found_in(const std::string& text, std::string_view pointer)
    {
        const auto body = json::read(text);
        PROMISE(body);
        const json::Value* at = &*body;
        for (const auto& part : split_text(pointer.substr(1), '/'))
            at = at->is_array() ? &at->array().at(static_cast<std::size_t>(std::stoul(part))) : &at->at(part);
        return at->is_text() ? at->text() : json::write(*at);
    }

    // {{today}}, {{today+30}}: a demo is seeded on any day.
    const std::string& value(const std::string& name)
    {
        if (name.starts_with("today+"))
        {
            const auto days = std::stoi(name.substr(6));
            return values_[name] = to_text(plus_days(*parse_date(values_.at("today")), days));
        }
        const auto at = values_.find(name);
        if (at == values_.end())
            throw app::StartRefused{"The demo names {" + name + "} before it is known."};
        return at->second;
    }

    std::string filled(const std::string& text)
    {
        std::string result;
        for (std::size_t at = 0; at < text.size();)
        {
            const auto open = text.find("{{", at);
            const auto close = open == std::string::npos ? open : text.find("}}", open);
            result += text.substr(at, open == std::string::npos ? open : open - at);
            if (close == std::string::npos)
                break;
            const auto name = text.substr(open + 2, close - open - 2);
            if (name.starts_with("password.") && !values_.contains(name))
                values_[name] = new_password();
            result += value(name);
            at = close + 2;
        }
        return result;
    }

    app::Application& application_;
    std::map<std::string, std::string> values_;
    std::size_t count_ = 0;

public:
    const std::map<std::string, std::string>& values() const { return values_; }
};

json::Value script_in(const std::filesystem::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::stringstream text;
    text << stream.rdbuf();
    auto value = json::read(text.str());
    if (!stream || !value)
        throw app::StartRefused{"The demo script " + file.string() + " cannot be read: " +
                                (value ? std::string{"no file"} : value.refusal().sentence)};
    return std::move(*value);
}

} // namespace

int add_operator(const app::Settings& settings, const std::vector<std::string>& words)
{
    app::Application application{app::parts_of(settings)};
    const auto password = enter_operator(application, words[0], words[1]);
    application.stop();
    std::printf("operator %s password %s\n", words[0].c_str(), password.c_str());
    return 0;
}

int seed_demo(const app::Settings& settings, const std::vector<std::string>&)
{
    const auto script = script_in(settings.config() / "demo" / "area.json");
    // Hundreds of ordinary requests are no news; what is worse than that is.
    observe::set_log_sink(
        [](std::string_view line)
        {
            if (line.find(R"("level":"info")") == std::string_view::npos)
                std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
        });
    app::Application application{app::parts_of(settings)};
    Player player{application};
    const std::string email = "operaattori@alusta.example";
    player.set("password.operator", enter_operator(application, email, "Olli Operaattori"));
    player.set("today", to_text(finnish_date(application.environment().clock.now())));
    for (const auto& step : script.at("steps").array())
        player.play(step);
    application.stop();

    std::printf("The demo area is ready. Everything and everybody in it is invented, prices too. Passwords, "
                "told once:\n");
    std::printf("  %-40s %s\n", email.c_str(), player.values().at("password.operator").c_str());
    for (const auto& account : script.at("accounts").array())
        std::printf("  %-40s %s\n", account.at("email").text().c_str(),
                    player.values().at("password." + account.at("name").text()).c_str());
    return 0;
}

} // namespace kori::admin
