package dev.perigee.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretReferencesTest {
    private static final ConfigDocument DOCUMENT = document("""
            {"mcpServers": {"a": {"command": "x", "args": ["secretly:no"],
              "env": {"WHOLE": "secret:one", "PART": "u:${secret:two}@${secret:one}", "NONE": "$${secret:three}"},
              "urls": ["https://h/?k=${secret:four}"]}}}
            """);

    @Test
    void referencesAreFoundWhereTheyMayStand() {
        assertThat(SecretReferences.mistakes(DOCUMENT)).isEmpty();
        assertThat(SecretReferences.names(DOCUMENT))
                .extracting(SecretName::value)
                .containsExactly("four", "one", "two");
    }

    @Test
    void eachIsReplacedAndNothingElse() {
        ConfigDocument pinned = SecretReferences.replaced(DOCUMENT, (_, name) -> "secret:" + name + "@1");
        assertThat(pinned).isEqualTo(document("""
                {"mcpServers": {"a": {"command": "x", "args": ["secretly:no"],
                  "env": {"WHOLE": "${secret:one@1}", "PART": "u:${secret:two@1}@${secret:one@1}",
                          "NONE": "$${secret:three}"},
                  "urls": ["https://h/?k=${secret:four@1}"]}}}
                """));
    }

    @Test
    void elsewhereAndUnderOtherNamesTheyAreMistakes() {
        assertThat(SecretReferences.mistakes(document("""
                        {"mcpServers": {"a": {"args": ["${secret:one}"], "env": {"T": "${secret:one@2}"}}},
                         "exec": {"allow": ["secret:one"]}}
                        """)))
                .extracting(ConfigMistake::path)
                .containsExactly("/exec/allow", "/mcpServers/a/args", "/mcpServers/a/env/T");
    }

    @Test
    void whatOnlyRefersToASecretIsShownAndTheRestIsNot() {
        assertThat(ConfigSecrets.shown(DOCUMENT).text())
                .contains("\"WHOLE\":\"secret:one\"", "\"PART\":\"***\"", "\"NONE\":\"***\"")
                .doesNotContain("four");
    }

    private static ConfigDocument document(String text) {
        return ConfigDocument.parse(text);
    }
}
