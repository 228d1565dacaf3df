package dev.perigee.protocol.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpCommandTest {
    @Test
    void whatIsShownNamesVariablesAndHeadersWithoutTheirValues() {
        CommandSpec configure = read("{'type':'configure','mcpServers':{"
                + "'a':{'command':'x','args':['-v'],'env':{'TOKEN':'hunter22'}},"
                + "'b':{'url':'https://h/mcp?key=hunter22','headers':{'Authorization':'Bearer hunter22'}}}}");
        CommandSpec spawn = read("{'type':'spawn','server':{'name':'a','command':'x','env':{'TOKEN':'hunter22'}}}");

        assertThat(Json.WIRE.text(configure.shown()))
                .contains("TOKEN", "Authorization", "-v", "https://h/mcp")
                .doesNotContain("hunter22");
        assertThat(Json.WIRE.text(spawn.shown())).contains("TOKEN").doesNotContain("hunter22");
        assertThat(configure.toString() + spawn).doesNotContain("hunter22");
        assertThat(Json.WIRE.text(configure)).contains("hunter22");
    }

    @Test
    void theEntryOfASpawnIsThatOfAFile() {
        McpCommand.Spawn spawn = (McpCommand.Spawn) read("{'type':'spawn','server':{'name':'a','command':'x'}}");

        assertThat(spawn.name()).isEqualTo("a");
        assertThat(spawn.entry()).hasToString("{\"command\":\"x\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'type':'configure'} | mcpServers is missing",
                "{'type':'configure','mcpServers':{'a b':{'command':'x'}}} | a b",
                "{'type':'configure','mcpServers':{'a':7}} | server a: expected an object",
                "{'type':'configure','mcpServers':{'a':{'command':['x']}}} | command of server a",
                "{'type':'configure','mcpServers':{'a':{'command':'x','args':[1]}}} | args of server a",
                "{'type':'configure','mcpServers':{'a':{'command':'x','env':{'K':1}}}} | env.K of server a",
                "{'type':'configure','mcpServers':{'a':{'command':'x','url':'http://h'}}} | either a command or a url",
                "{'type':'spawn','server':{'command':'x'}} | server.name is missing",
                "{'type':'spawn'} | server.name is missing",
                "{'type':'kill'} | server",
                "{'type':'kill','server':'a__b'} | a__b",
                "{'type':'restart','server':'../x'} | ../x",
                "{'type':'health_check','check':'luck'} | luck",
            })
    void whatCannotBeIsRefusedByName(String json, String expected) {
        assertThatExceptionOfType(BadValue.class).isThrownBy(() -> read(json)).withMessageContaining(expected);
    }

    private static CommandSpec read(String json) {
        return Json.STRICT.read(json.replace('\'', '"'), CommandSpec.class);
    }
}
