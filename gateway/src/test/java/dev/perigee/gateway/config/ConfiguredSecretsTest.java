package dev.perigee.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.gateway.upstream.ServerName;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfiguredSecretsTest {
    private static final ServerName NAME = new ServerName("s");

    @Test
    void aProgramsEnvironmentAndSecretOptionsAreSecretsUnlessTheyAreTooShort() {
        assertThat(ConfiguredSecrets.of(new UpstreamConfig.Stdio(
                        NAME,
                        "npx",
                        List.of("--api-key=abc1", "--token", "abc2", "--dir", "/some/where", "plain"),
                        Map.of("DEBUG", "true", "API_KEY", "abc3", "DSN", "postgres-of-mine"),
                        null)))
                .containsExactlyInAnyOrder("abc1", "abc2", "abc3", "postgres-of-mine");
    }

    @Test
    void whatAReferenceToASecretBringsInIsOneAlsoWithinALongerText() {
        String json = "{\"mcpServers\":{\"s\":{\"command\":\"x\",\"env\":{\"DSN\":\"pg://me:${secret:pw@7}@host\"}}}}";
        UpstreamConfig config = McpServersFile.parseWith(
                        json.getBytes(StandardCharsets.UTF_8), Map.of("secret:pw@7", "hush-${hush}"))
                .servers()
                .getFirst();
        assertThat(ConfiguredSecrets.of(config)).containsExactlyInAnyOrder("pg://me:hush-${hush}@host", "hush-${hush}");
        assertThat(config.toString()).doesNotContain("hush");
    }

    @Test
    void aSecretThatWasNotSentIsNamedWithItsPlace() {
        String json = "{\"mcpServers\":{\"s\":{\"command\":\"x\",\"env\":{\"T\":\"${secret:pw@7}\"}}}}";
        assertThatThrownBy(() -> McpServersFile.parseWith(json.getBytes(StandardCharsets.UTF_8), Map.of()))
                .isInstanceOf(BadServers.class)
                .hasMessageContaining("env.T of server s")
                .hasMessageContaining("secret:pw@7");
    }

    @Test
    void headersAndQueryOfAUrlAreSecrets() {
        assertThat(ConfiguredSecrets.of(new UpstreamConfig.Http(
                        NAME,
                        URI.create("https://host/mcp?api_key=a%2Fb1&v=2"),
                        Map.of("Authorization", "Bearer abc4", "X-Team", "a"),
                        UpstreamConfig.Transport.STREAMABLE)))
                .containsExactlyInAnyOrder("Bearer abc4", "abc4", "a/b1");
    }
}
