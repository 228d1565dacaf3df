package dev.perigee.protocol.registration;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.Labels;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a satellite says of itself when it registers and each time it starts: the body of
/// `PUT /perigee/v1/satellites/{id}/profile`. An older satellite says neither `group`, `labels` nor `maxConcurrent`,
/// the most commands that it runs at a time.
public record SatelliteProfile(
        String version,
        String platform,
        @Nullable GroupName group,
        Labels labels,
        @Nullable Integer maxConcurrent) {
    public SatelliteProfile(
            @JsonProperty("version") @Nullable String version,
            @JsonProperty("platform") @Nullable String platform,
            @JsonProperty("group") @Nullable GroupName group,
            @JsonProperty("labels") @Nullable Labels labels,
            @JsonProperty("maxConcurrent") @Nullable Integer maxConcurrent) {
        this.version = Objects.requireNonNullElse(version, "");
        this.platform = Objects.requireNonNullElse(platform, "");
        this.group = group;
        this.labels = Objects.requireNonNullElse(labels, Labels.NONE);
        this.maxConcurrent = maxConcurrent;
    }

    /// As a satellite says that knows no more.
    public static SatelliteProfile of(String version, String platform) {
        return new SatelliteProfile(version, platform, null, null, null);
    }
}
