package dev.perigee.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileBoxTest {
    @TempDir
    Path directory;

    @Test
    void whatIsSealedIsOpenedByTheNextLifeAndShowsNothing() throws IOException {
        String sealed = open("k").seal("hook", "whsec_x");
        assertThat(sealed).doesNotContain("whsec");
        assertThat(open("k").open("hook", sealed)).isEqualTo("whsec_x");
        assertThat(open("k").seal("hook", "whsec_x")).isNotEqualTo(sealed);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("k"))))
                .isEqualTo("rw-------");
    }

    @Test
    void anotherKeyAnotherLabelAndAChangedSealOpenNothing() throws IOException {
        String sealed = open("k").seal("hook", "whsec_x");
        assertThatThrownBy(() -> open("other").open("hook", sealed)).isInstanceOf(BadValue.class);
        assertThatThrownBy(() -> open("k").open("another", sealed)).isInstanceOf(BadValue.class);
        assertThatThrownBy(() -> open("k").open("hook", "AAAA" + sealed.substring(4)))
                .isInstanceOf(BadValue.class);
        assertThatThrownBy(() -> open("k").open("hook", "AAAA")).isInstanceOf(BadValue.class);
    }

    @Test
    void aFileWithoutAKeyIsRefused() throws IOException {
        Files.writeString(directory.resolve("k"), "nonsense");
        assertThatThrownBy(() -> open("k")).isInstanceOf(IOException.class).hasMessageContaining("32 bytes");
    }

    private KeyFileBox open(String name) throws IOException {
        return KeyFileBox.open(directory.resolve(name), new SecureRandom());
    }
}
