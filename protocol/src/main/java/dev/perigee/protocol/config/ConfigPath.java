package dev.perigee.protocol.config;

import java.util.ArrayList;
import java.util.List;

/// Where something stands in a document: the names of the fields that lead to it. As text a JSON pointer (RFC 6901).
public record ConfigPath(List<String> names) {
    public static final ConfigPath ROOT = new ConfigPath(List.of());

    public ConfigPath {
        names = List.copyOf(names);
    }

    public ConfigPath to(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new ConfigPath(longer);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        names.forEach(name -> text.append('/').append(name.replace("~", "~0").replace("/", "~1")));
        return text.toString();
    }
}
