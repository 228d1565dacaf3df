package dev.perigee.bench.peer;

import java.time.Duration;

/// So many submitters, each with the next message as soon as its last is durable, and so many messages worked on at a
/// time.
public record Load(int submitters, int workers, Duration warmUp, Duration measured) {}
