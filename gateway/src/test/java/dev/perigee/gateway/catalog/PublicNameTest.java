package dev.perigee.gateway.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.protocol.BadValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicNameTest {
    private static final ServerName SERVER = new ServerName("files");

    @Test
    void itIsTheServersNameAndTheToolsOwn() {
        assertThat(PublicName.of(SERVER, "read_file")).hasToString("files__read_file");
        assertThat(PublicName.of(SERVER, "read_file").isOf(SERVER)).isTrue();
        assertThat(PublicName.of(SERVER, "read_file").isOf(new ServerName("file")))
                .isFalse();
    }

    @Test
    void aLongOneIsCutAndStaysUnlikeItsNeighbours() {
        String own = "a".repeat(80);
        PublicName name = PublicName.of(SERVER, own);

        assertThat(name.value()).hasSize(PublicName.LENGTH_MAX).startsWith("files__aaa");
        assertThat(PublicName.of(SERVER, own)).isEqualTo(name);
        assertThat(PublicName.of(SERVER, own + "b")).isNotEqualTo(name);
        assertThat(PublicName.of(SERVER, "a".repeat(57)).value()).isEqualTo("files__" + "a".repeat(57));
    }

    @Test
    void noCharacterIsCutInTwo() {
        PublicName name = PublicName.of(SERVER, "a".repeat(47) + "😀".repeat(10));

        assertThat(name.value().codePoints()).noneMatch(point -> Character.getType(point) == Character.SURROGATE);
        assertThat(name.value().length()).isLessThanOrEqualTo(PublicName.LENGTH_MAX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_a", "a_", "a__b", "a b", "ä", "a/b"})
    void aServerWhoseNameWouldNotBeReadBackIsRefused(String name) {
        assertThatThrownBy(() -> new ServerName(name))
                .isInstanceOf(BadValue.class)
                .hasMessageContaining("server name");
    }
}
