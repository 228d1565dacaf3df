package dev.perigee.gateway.door;

import dev.perigee.gateway.upstream.ServerName;
import java.util.function.Predicate;

/// Who is calling, and which servers they may see. Two callers with the same name are the same.
public record Caller(String name, Predicate<ServerName> sees) {
    /// Somebody unknown to whom everything is open.
    public static final Caller ANYBODY = new Caller("anybody", _ -> true);
}
