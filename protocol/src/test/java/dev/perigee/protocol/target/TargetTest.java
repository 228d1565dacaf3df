package dev.perigee.protocol.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final Labels LABELS = Labels.of(Map.of("env", "prod", "tier", "web"));

    @ParameterizedTest
    @ValueSource(
            strings = {"edge-1", "group:web", "group:eu/west.1", "label:env=prod", "label:env=prod,tier!=db,canary,!old"
            })
    void aTargetReadsBackAsItIsWritten(String text) {
        assertThat(Target.parse(text).text()).isEqualTo(text);
        assertThat(Json.WIRE.text(Target.parse(text))).isEqualTo('"' + text + '"');
        assertThat(Json.WIRE.read('"' + text + '"', Target.class)).isEqualTo(Target.parse(text));
    }

    @Test
    void eachFormMeansItsKind() {
        assertThat(Target.parse("all")).isEqualTo(new Target.All());
        assertThat(Target.parse("edge-1")).isEqualTo(new Target.One(new SatelliteId("edge-1")));
        assertThat(Target.parse("group:web")).isEqualTo(new Target.Group(new GroupName("web")));
        assertThat(Target.parse("label:a=1,b!=2,c,!d"))
                .isEqualTo(new Target.Labelled(new LabelSelector(List.of(
                        new LabelTerm.Is("a", "1"),
                        new LabelTerm.IsNot("b", "2"),
                        new LabelTerm.Has("c"),
                        new LabelTerm.HasNot("d")))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            team:web | target "team:web": expected the id of a satellite, group:NAME, label:NAME=VALUE,… or all
            Edge | satellite "Edge": expected 1 to 63 of a-z
            group: | group "": expected 1 to 63 of a-z, A-Z
            group:a b | group "a b": expected 1 to 63
            label:env=prod,,x | at position 10 there is nothing
            label: | at position 1 there is nothing
            label:env=prod,=x | at position 10 there is ""
            label:env=prod,ti er=x | at position 10 there is "ti er"
            label:env=prod,tier!= | expected a value: 1 to 63 of a-z, A-Z, 0-9, ., _, - and /, beginning with a letter or a digit; at position 16 there is ""
            label:!a b | at position 2 there is "a b"
            label:a==b | at position 3 there is "=b"
            """)
    void anErrorSaysWhatIsWrongAndWhere(String text, String message) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            env=prod | true
            env=test | false
            env!=test | true
            env!=prod | false
            canary!=yes | true
            env | true
            canary | false
            !canary | true
            !env | false
            env=prod,tier=web | true
            env=prod,tier=db | false
            """)
    void aSelectorFitsWhenAllItsTermsDo(String selector, boolean fits) {
        assertThat(LabelSelector.parse(selector).fits(LABELS)).isEqualTo(fits);
    }

    @Test
    void aSelectorHasABoundOnItsTerms() {
        assertThat(LabelSelector.parse("a,".repeat(15) + "a").terms()).hasSize(16);
        assertThatThrownBy(() -> LabelSelector.parse("a,".repeat(16) + "a"))
                .hasMessage("label selector \"17 terms\": expected 1 to 16");
    }

    @Test
    void labelsAreBoundedAndEachNameIsThereOnce() {
        List<Label> most = new ArrayList<>();
        for (int i = 0; i < Labels.MAX; i++) {
            most.add(new Label("n" + i, "v"));
        }
        assertThat(Labels.of(most).values()).hasSize(64);
        most.add(new Label("one-more", "v"));
        assertThatThrownBy(() -> Labels.of(most)).hasMessage("65 labels: expected at most 64");
        assertThatThrownBy(() -> Labels.of(List.of(Label.parse("a=1"), Label.parse("a=2"))))
                .hasMessage("label \"a=2\": expected each name once");
        assertThatThrownBy(() -> Label.parse("a")).hasMessage("label \"a\": expected NAME=VALUE");
        assertThatThrownBy(() -> new Label("x".repeat(64), "v")).isInstanceOf(BadValue.class);
        assertThat(new Label("x".repeat(63), "v".repeat(63)).toString()).hasSize(127);
    }
}
