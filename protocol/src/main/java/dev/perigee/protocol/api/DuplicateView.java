package dev.perigee.protocol.api;

import java.time.Instant;

/// That several processes use one satellite's identity, since when, and how many they are.
public record DuplicateView(Instant since, int processes) {}
