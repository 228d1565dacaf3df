package dev.perigee.protocol.signature;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What can be signed of one request: its derived components and its fields, by their lower-case names. `path` and
/// `query` are as on the wire; `query` with its question mark, or empty.
public record Covered(String method, String path, String query, Map<String, String> fields) {
    public Covered {
        fields = fields.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        field -> field.getKey().toLowerCase(Locale.ROOT),
                        field -> field.getValue().strip()));
    }

    /// The value of a component, such as `@method` or `content-digest`; empty when the request has none.
    Optional<String> value(String component) {
        return switch (component) {
            case "@method" -> Optional.of(method);
            case "@path" -> Optional.of(path.isEmpty() ? "/" : path);
            case "@query" -> Optional.of(query.isEmpty() ? "?" : query);
            case "@authority" -> Optional.ofNullable(fields.get("host")).map(host -> host.toLowerCase(Locale.ROOT));
            default -> component.startsWith("@") ? Optional.empty() : Optional.ofNullable(fields.get(component));
        };
    }

    /// Whether all of `components` are there.
    public boolean has(List<String> components) {
        return components.stream().allMatch(component -> value(component).isPresent());
    }
}
