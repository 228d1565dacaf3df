package dev.perigee.testkit.mcp;

import java.time.InstantSource;
import java.util.function.Supplier;

/// Time and chance, for all parts of a server. `ids` are unique and cannot be guessed.
record Surroundings(Pause pause, InstantSource clock, Supplier<String> ids) {}
