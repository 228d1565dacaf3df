package dev.perigee.gateway.catalog;

import dev.perigee.gateway.rpc.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a result of the 2026-07-28 version says of its own keeping: for how long (`ttlMs`; nothing said is empty), and
/// for whom (`cacheScope`; nothing said is neither).
public record Freshness(Optional<Duration> ttl, boolean personal, boolean isPublic) {
    /// Nobody's word is taken for longer.
    public static final Duration TTL_MAX = Duration.ofDays(1);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(?:\\.0+)?");

    public static Freshness of(JsonObject result) {
        Optional<Duration> ttl = result.value("ttlMs")
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .filter(text -> NUMBER.matcher(text).matches())
                .map(text -> Duration.ofMillis(Long.parseLong(text.replaceFirst("\\..*", ""))))
                .map(each -> each.compareTo(TTL_MAX) < 0 ? each : TTL_MAX);
        Optional<String> scope = result.string("cacheScope");
        return new Freshness(
                ttl,
                scope.filter("private"::equals).isPresent(),
                scope.filter("public"::equals).isPresent());
    }
}
