package dev.perigee.gateway.catalog;

import dev.perigee.gateway.catalog.Catalog.Entry;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.ServerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Gives one server's named entries their public names. Of several with the same own name only the first can be
/// called, so only it is listed. Names that are the same once they are cut go to the own names in alphabetical order,
/// so that they do not depend on the order of the list.
final class Names {
    private Names() {}

    static List<Entry> publish(ServerName server, List<JsonObject> own) {
        Map<String, PublicName> names = new HashMap<>();
        Set<PublicName> taken = new HashSet<>();
        for (String name : new TreeSet<>(own.stream().map(Names::name).toList())) {
            int round = 0;
            PublicName free = PublicName.of(server, name, round);
            while (!taken.add(free)) {
                round++;
                free = PublicName.of(server, name, round);
            }
            names.put(name, free);
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonObject each : own) {
            PublicName name = names.remove(name(each));
            if (name != null) {
                entries.add(new Entry(server, each, each.with("name", name.value())));
            }
        }
        return entries;
    }

    private static String name(JsonObject own) {
        return own.string("name").orElse("");
    }
}
