package dev.perigee.protocol.registration;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a satellite says of itself when it registers and each time it starts: the body of
/// `PUT /perigee/v1/satellites/{id}/profile`. `maxConcurrent` is the most commands that it runs at a time,
/// `capabilities` what it can do (at most 64), `routes` the ids of what it routes (at most 1000). All but the first two
/// may be missing, as an older satellite says none of it.
public record SatelliteProfile(
        String version,
        String platform,
        @Nullable GroupName group,
        Labels labels,
        @Nullable Integer maxConcurrent,
        List<String> capabilities,
        @Nullable SystemInfo system,
        List<String> routes) {
    public static final int CAPABILITIES_MAX = 64;
    public static final int ROUTES_MAX = 1_000;
    private static final int CONCURRENT_LIMIT = 1_000_000;

    public SatelliteProfile(
            @JsonProperty("version") @Nullable String version,
            @JsonProperty("platform") @Nullable String platform,
            @JsonProperty("group") @Nullable GroupName group,
            @JsonProperty("labels") @Nullable Labels labels,
            @JsonProperty("maxConcurrent") @Nullable Integer maxConcurrent,
            @JsonProperty("capabilities") @Nullable List<String> capabilities,
            @JsonProperty("system") @Nullable SystemInfo system,
            @JsonProperty("routes") @Nullable List<String> routes) {
        this.version = Objects.requireNonNullElse(version, "");
        this.platform = Objects.requireNonNullElse(platform, "");
        this.group = group;
        this.labels = Objects.requireNonNullElse(labels, Labels.NONE);
        this.maxConcurrent = maxConcurrent;
        this.capabilities = ProfileText.list("capabilities", capabilities, CAPABILITIES_MAX);
        this.system = system;
        this.routes = routes(routes);
        ProfileText.check("version", this.version);
        ProfileText.check("platform", this.platform);
        if (maxConcurrent != null && (maxConcurrent < 1 || maxConcurrent > CONCURRENT_LIMIT)) {
            throw new BadValue("maxConcurrent", maxConcurrent, "1 to " + CONCURRENT_LIMIT);
        }
    }

    /// Each of these once, in order. Throws `BadValue` for one that is none, or for too many.
    public static List<String> routes(@Nullable List<String> given) {
        return ProfileText.list("routes", given, ROUTES_MAX);
    }

    /// As a satellite says that knows of no capabilities.
    public SatelliteProfile(
            String version,
            String platform,
            @Nullable GroupName group,
            @Nullable Labels labels,
            @Nullable Integer maxConcurrent) {
        this(version, platform, group, labels, maxConcurrent, null, null, null);
    }

    /// As a satellite says that knows no more.
    public static SatelliteProfile of(String version, String platform) {
        return new SatelliteProfile(version, platform, null, null, null);
    }
}
