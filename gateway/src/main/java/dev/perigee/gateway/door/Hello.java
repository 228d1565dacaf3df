package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion;

/// What is known of a legacy client from its hello: who it is, what it can do, what it speaks, and which servers it
/// has before it.
record Hello(Caller caller, ClientProfile profile, ProtocolVersion version, View view) {}
