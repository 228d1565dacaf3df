package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListedToolTest {
    private static final Redaction SECRETS = Redaction.of(List.of("k3y-of-mine"));

    @Test
    void aToolIsToldAsItsServerListsItWithoutSecrets() {
        String schema = "{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}";
        JsonObject tool =
                JsonObject.of("{\"name\":\"read\",\"description\":\"as k3y-of-mine\",\"inputSchema\":" + schema + "}");
        assertThat(ListedTool.of("read", tool, SECRETS))
                .isEqualTo(new ListedTool("read", "as ***", schema, Math.ceilDiv(tool.bytes().length, 4)));
    }

    @Test
    void whatIsLongIsCutOrLeftOut() {
        JsonObject tool = JsonObject.of("{\"name\":\"read\",\"description\":\"" + "d".repeat(2_000)
                + "\",\"inputSchema\":{\"title\":\"" + "s".repeat(ListedTool.SCHEMA_BYTES_MAX) + "\"}}");
        ListedTool listed = ListedTool.of("read", tool, SECRETS);
        assertThat(listed.description())
                .hasSizeLessThan(ListedTool.DESCRIPTION_MAX + 50)
                .endsWith("(1000 more characters)");
        assertThat(listed.inputSchema()).isNull();
        assertThat(listed.tokens()).isGreaterThan(1_500);
    }
}
