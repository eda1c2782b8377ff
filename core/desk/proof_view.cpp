#include "core/desk/proof_view.hpp"

namespace kori::desk
{

using namespace http;

json::Object proof_of(Transaction& tx, const journal::Entry& entry)
{
    json::Object view;
    view.add("entry", entry.id);
    const auto head = journal::newest_head(tx);
    if (!head || entry.number < 0 || entry.number >= head->size)
        return view.add("state", "pending");
    const auto hashes = journal::inclusion_proof(tx, entry.number, head->size);
    PROMISE(hashes.has_value());
    json::Array proof;
    for (const auto& hash : *hashes)
        proof.emplace_back(to_base64(hash));
    return view.add("state", "included")
        .add("number", entry.number)
        .add("leaf", to_base64(journal::leaf_bytes(entry)))
        .add("proof", std::move(proof))
        .add("checkpoint", head->checkpoint);
}

Shape proof_state_shape()
{
    return code({"pending", "included"}, "Does the signed head contain it?");
}

Shape proof_shape()
{
    const std::string hash = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    return object(
        "InclusionProof", "That an entry stands in the signed tree (RFC 9162 §2.1.3)",
        {required("entry", id_of<EntryTag>("Entry")), required("state", proof_state_shape()),
         optional("number", integer(0, 1'000'000'000'000, "Leaf", 41)),
         optional("leaf", text(1, 1'000'000, "The leaf's bytes in base 64", "e30=")),
         optional("proof", list(text(44, 44, "SHA-256 in base 64", hash), 0, 64, "Hashes from the leaf up")),
         optional("checkpoint", text(1, 10'000, "Signed head, C2SP tlog-checkpoint", "kori\n1\n…"))});
}

} // namespace kori::desk
