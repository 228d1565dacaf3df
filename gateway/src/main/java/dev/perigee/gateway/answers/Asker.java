package dev.perigee.gateway.answers;

import dev.perigee.gateway.rpc.JsonObject;

/// For whom a question is asked: who is calling, a text of what they may see, what their client can do, and the
/// conversation with the server if it is theirs alone (else empty). Only askers equal in all of it share what is
/// not public, and only those equal in capabilities what is.
public record Asker(String caller, String rights, JsonObject capabilities, String conversation) {}
