package dev.perigee.control.config;

import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigPath;
import dev.perigee.protocol.config.ConfigScope;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What layers come to together, and by path from which of them each value is: objects are merged, everything else is
/// replaced, and null takes away (RFC 7396). The same for the same layers, in whatever order they are given.
record Composition(ConfigDocument document, SortedMap<String, ConfigScope> origins) {
    static Composition of(List<LayerRevision> layers) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        SortedMap<String, ConfigScope> origins = new TreeMap<>();
        layers.stream()
                .sorted((one, other) -> one.layer().compareTo(other.layer()))
                .forEach(layer -> new Merge(layer.layer(), origins)
                        .into(ConfigPath.ROOT, whole, layer.document().json()));
        return new Composition(new ConfigDocument(whole), Collections.unmodifiableSortedMap(origins));
    }

    private record Merge(ConfigScope layer, SortedMap<String, ConfigScope> origins) {
        void into(ConfigPath at, ObjectNode whole, ObjectNode patch) {
            patch.properties().forEach(field -> {
                ConfigPath path = at.to(field.getKey());
                JsonNode value = field.getValue();
                if (value instanceof ObjectNode object) {
                    ObjectNode there = whole.get(field.getKey()) instanceof ObjectNode known
                            ? known
                            : replaced(path, whole, field.getKey());
                    if (object.isEmpty() && there.isEmpty()) {
                        origins.put(path.toString(), layer);
                    } else {
                        origins.remove(path.toString());
                    }
                    into(path, there, object);
                } else {
                    forget(path);
                    whole.remove(field.getKey());
                    if (!value.isNull()) {
                        whole.set(field.getKey(), value);
                        origins.put(path.toString(), layer);
                    }
                }
            });
        }

        private ObjectNode replaced(ConfigPath path, ObjectNode whole, String name) {
            forget(path);
            ObjectNode fresh = JsonNodeFactory.instance.objectNode();
            whole.set(name, fresh);
            return fresh;
        }

        private void forget(ConfigPath path) {
            String prefix = path + "/";
            origins.keySet().removeIf(known -> known.equals(path.toString()) || known.startsWith(prefix));
        }
    }
}
