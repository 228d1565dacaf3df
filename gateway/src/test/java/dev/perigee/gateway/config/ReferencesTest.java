package dev.perigee.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.protocol.BadValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
    private final References references =
            new References(Map.of("TOKEN", "t$1\\", "HOME", "/home/me", "NESTED", "${TOKEN}", "EMPTY", ""));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Bearer ${env:TOKEN}|Bearer t$1\\",
                "${TOKEN}${TOKEN}|t$1\\t$1\\",
                "${GONE:-here}|here",
                "${env:GONE:-}|''",
                "${EMPTY}|''",
                "${userHome}/x|/home/me/x",
                "$TOKEN $5|$TOKEN $5",
                "$${TOKEN}|${TOKEN}",
                "${NESTED}|${TOKEN}",
                "${open|${open",
            })
    void referencesAreReplacedOnceAndAllElseStays(String text, String meant) {
        assertThat(references.resolve("env.K", text)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${GONE}|env.K \"${GONE}\": expected a variable that is set where the satellite runs",
                "${workspaceFolder:x}|env.K \"${workspaceFolder:x}\": expected ${env:NAME}, ${NAME} or ${file:PATH}",
                "${file:secret}|env.K \"${file:secret}\": expected an absolute path",
                "${file:/no/such}|env.K \"${file:/no/such}\": expected a file that can be read (NoSuchFileException)",
            })
    void whatIsMissingIsNamed(String text, String why) {
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> references.resolve("env.K", text))
                .withMessage(why);
    }

    @Test
    void whatOnlyAnEditorCouldAskForIsMissingAndNoError() {
        assertThat(references.missing()).isNull();
        references.resolve("env.OTHER", "$${input:none}");
        assertThat(references.missing()).isNull();

        assertThat(references.resolve("env.K", "Bearer ${input:api key}")).doesNotContain("input");
        references.resolve("env.L", "${input:second}");

        assertThat(references.missing())
                .isEqualTo("env.K is ${input:api key}: expected a value, because nobody can be asked here");
    }

    @Test
    void aFileIsTakenWithoutItsLastLineBreakUpToABound(@TempDir Path dir) throws IOException {
        Path secret = Files.writeString(dir.resolve("secret"), "s3cret\n\n");
        Path large = Files.writeString(dir.resolve("large"), "x".repeat(References.FILE_MAX + 1));

        assertThat(references.resolve("env.K", "${file:" + secret + "}")).isEqualTo("s3cret\n");
        assertThatExceptionOfType(BadValue.class)
                .isThrownBy(() -> references.resolve("env.K", "${file:" + large + "}"))
                .withMessageContaining("expected a file of at most 65536 bytes");
    }
}
