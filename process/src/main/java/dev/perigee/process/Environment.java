package dev.perigee.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The environment of a process as raw text. Immutable.
final class Environment {
    /// Configures Perigee and may hold its keys, which are not for the programs it runs.
    private static final String OF_PERIGEE = "PERIGEE_";

    private static final String PATH_UNSET = "/bin:/usr/bin";

    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /// The environment of this JVM now, byte for byte, without Perigee's own variables; [System#getenv] would lose what
    /// its locale cannot express.
    @SuppressWarnings("restricted")
    static Environment own() {
        MemorySegment block = Native.symbol("environ")
                .reinterpret(ADDRESS.byteSize())
                .get(ADDRESS, 0)
                .reinterpret(Long.MAX_VALUE);
        Map<String, String> variables = new LinkedHashMap<>();
        for (long i = 0; !block.getAtIndex(ADDRESS, i).equals(MemorySegment.NULL); i++) {
            MemorySegment entry = block.getAtIndex(ADDRESS, i).reinterpret(Long.MAX_VALUE);
            String text = entry.asSlice(0, length(entry)).getString(0, StandardCharsets.ISO_8859_1);
            int equals = text.indexOf('=');
            if (equals > 0 && !text.startsWith(OF_PERIGEE)) {
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return new Environment(variables);
    }

    Environment with(Map<String, String> overrides, Marker marker) {
        Map<String, String> merged = new LinkedHashMap<>();
        merged.put(Marker.NAME, marker.value());
        merged.putAll(variables);
        overrides.forEach((name, value) -> merged.put(Native.raw(name), Native.raw(value)));
        merged.put(Marker.NAME, marker.value());
        return new Environment(merged);
    }

    String path() {
        return variables.getOrDefault("PATH", PATH_UNSET);
    }

    /// `NAME=value` each.
    List<String> entries() {
        return variables.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    private static long length(MemorySegment entry) {
        long length = 0;
        while (entry.get(JAVA_BYTE, length) != 0) {
            length++;
        }
        return length + 1;
    }
}
