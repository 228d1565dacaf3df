package dev.perigee.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.catalog.Catalog.Entry;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.ServerName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NamesTest {
    private static final ServerName SERVER = new ServerName("s");
    private static final String LONG = "x".repeat(100);

    @Test
    void ofTheSameOwnNamesTheFirstIsListed() {
        List<Entry> entries = Names.publish(
                SERVER,
                List.of(
                        JsonObject.of("{\"name\":\"a\",\"n\":1}"),
                        JsonObject.of("{\"name\":\"b\"}"),
                        JsonObject.of("{\"name\":\"a\",\"n\":2}")));

        assertThat(entries)
                .extracting(entry -> entry.shown().toString())
                .containsExactly("{\"name\":\"s__a\",\"n\":1}", "{\"name\":\"s__b\"}");
    }

    @Test
    void namesThatClashOnceTheyAreCutDifferWhateverTheOrderOfTheList() {
        // The whole name of the second is what the first is cut to.
        String cut = PublicName.of(SERVER, LONG).value();
        String clash = cut.substring("s__".length());

        Map<String, String> names = published(LONG, clash, "a");
        assertThat(names.values()).doesNotHaveDuplicates().allMatch(name -> name.length() <= PublicName.LENGTH_MAX);
        assertThat(names).containsEntry("a", "s__a");
        assertThat(published("a", clash, LONG)).isEqualTo(names);
    }

    private static Map<String, String> published(String... own) {
        return Names.publish(
                        SERVER,
                        Stream.of(own)
                                .map(name -> JsonObject.EMPTY.with("name", name))
                                .toList())
                .stream()
                .collect(Collectors.toMap(
                        Entry::ownName, entry -> entry.shown().string("name").orElse("?")));
    }
}
