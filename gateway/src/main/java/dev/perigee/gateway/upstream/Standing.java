package dev.perigee.gateway.upstream;

import java.time.Instant;

/// How a server stands: its status, why for people, since when, and how many conversations with it are open.
public record Standing(ServerName server, InstanceStatus status, String explanation, Instant since, int sessions) {}
