package dev.perigee.protocol.registration;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perigee.protocol.BadValue;
import org.jspecify.annotations.Nullable;

/// The machine that a satellite runs on, as far as it says: texts of at most 255 characters, numbers above 0.
public record SystemInfo(
        @JsonProperty("os") @Nullable String os,
        @JsonProperty("arch") @Nullable String arch,
        @JsonProperty("javaVersion") @Nullable String javaVersion,
        @JsonProperty("memoryBytes") @Nullable Long memoryBytes,
        @JsonProperty("cpus") @Nullable Integer cpus,
        @JsonProperty("hostname") @Nullable String hostname) {
    public SystemInfo {
        ProfileText.check("system.os", os);
        ProfileText.check("system.arch", arch);
        ProfileText.check("system.javaVersion", javaVersion);
        ProfileText.check("system.hostname", hostname);
        if (memoryBytes != null && memoryBytes < 1) {
            throw new BadValue("system.memoryBytes", memoryBytes, "1 or more");
        }
        if (cpus != null && (cpus < 1 || cpus > 65_536)) {
            throw new BadValue("system.cpus", cpus, "1 to 65536");
        }
    }
}
