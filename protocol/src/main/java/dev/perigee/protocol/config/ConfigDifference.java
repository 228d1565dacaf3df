package dev.perigee.protocol.config;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One place where two documents differ, by its path: without `before` something was added, without `after` taken
/// away. Of what may be secret both are `***`; that it is listed says that it changed.
public record ConfigDifference(
        String path, @Nullable JsonNode before, @Nullable JsonNode after) {}
