package dev.perigee.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class CompositionTest {
    private static final List<String> SCOPES =
            List.of("global", "team:t", "group:g", "labels:a", "labels:a,b", "satellite:s");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':1} | {'b':2} | {'a':1,'b':2}",
                "{'a':1} | {'a':2} | {'a':2}",
                "{'a':1,'b':1} | {'a':null} | {'b':1}",
                "{'a':{'x':1,'y':1}} | {'a':{'x':2}} | {'a':{'x':2,'y':1}}",
                "{'a':{'x':1}} | {'a':5} | {'a':5}",
                "{'a':5} | {'a':{'x':1}} | {'a':{'x':1}}",
                "{'a':[1,2]} | {'a':[3]} | {'a':[3]}",
                "{'a':{'x':1}} | {'a':{'x':null}} | {'a':{}}",
                "{} | {'a':{'x':null}} | {'a':{}}"
            })
    void aNearerLayerOverridesFieldByField(String global, String satellite, String whole) {
        Composition composition =
                Composition.of(List.of(layer(1, "satellite:s", json(satellite)), layer(2, "global", json(global))));
        assertThat(composition.document()).isEqualTo(json(whole));
    }

    @Test
    void eachValueIsTracedToTheLayerItIsFrom() {
        Composition composition = Composition.of(List.of(
                layer(1, "global", json("{'a':{'x':1,'y':1},'b':{'z':1},'c':1}")),
                layer(2, "team:t", json("{'a':{'x':2},'b':7,'c':null}"))));
        assertThat(composition.origins()).hasToString("{/a/x=Team[name=t], /a/y=Global[], /b=Team[name=t]}");
    }

    @Test
    void whateverTheLayersTheOrderInWhichTheyAreGivenDoesNotMatterAndEveryValueHasAnOrigin() {
        Random random = new Random(20260101);
        for (int round = 0; round < 500; round++) {
            List<LayerRevision> layers = new ArrayList<>();
            for (String scope : SCOPES) {
                if (random.nextBoolean()) {
                    layers.add(layer(layers.size() + 1, scope, json(chance(random, 3))));
                }
            }
            Composition one = Composition.of(layers);
            Collections.shuffle(layers, random);
            Composition other = Composition.of(layers);
            assertThat(other).isEqualTo(one);
            assertThat(one.document().text()).doesNotContain("null");
            assertThat(new TreeSet<>(one.origins().keySet()))
                    .isSubsetOf(paths("", one.document().json()));
            assertThat(leaves("", one.document().json()))
                    .isSubsetOf(one.origins().keySet());
        }
    }

    private static Set<String> paths(String at, JsonNode node) {
        Set<String> found = new TreeSet<>();
        node.properties().forEach(field -> {
            found.add(at + "/" + field.getKey());
            found.addAll(paths(at + "/" + field.getKey(), field.getValue()));
        });
        return found;
    }

    private static Set<String> leaves(String at, JsonNode node) {
        Set<String> found = new TreeSet<>();
        node.properties().forEach(field -> {
            String path = at + "/" + field.getKey();
            if (field.getValue().isObject()) {
                found.addAll(leaves(path, field.getValue()));
            } else {
                found.add(path);
            }
        });
        return found;
    }

    private static String chance(Random random, int depth) {
        List<String> fields = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            switch (random.nextInt(depth > 0 ? 5 : 3)) {
                case 0 -> fields.add("'" + name + "':" + random.nextInt(3));
                case 1 -> fields.add("'" + name + "':null");
                case 2 -> {}
                default -> fields.add("'" + name + "':" + chance(random, depth - 1));
            }
        }
        return "{" + String.join(",", fields) + "}";
    }

    private static LayerRevision layer(long number, String scope, ConfigDocument document) {
        return new LayerRevision(number, ConfigScope.parse(scope), document, "operator", Instant.EPOCH, null);
    }

    private static ConfigDocument json(String text) {
        return ConfigDocument.parse(text.replace('\'', '"'));
    }
}
