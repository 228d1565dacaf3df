package dev.perigee.satellite.command.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.command.CommandSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecPolicyTest {
    private final ExecPolicy only = new ExecPolicy(ExecAllow.only(List.of("ls", "/opt/tool")));

    @ParameterizedTest
    @ValueSource(strings = {"ls", "/opt/tool"})
    void whatIsListedMayRun(String program) {
        assertThat(only.objection(exec(program, Map.of("LANG", "C")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rm", "/bin/ls", "./ls", "tool", "/opt/../opt/tool", "ls ", "LS"})
    void whatIsNotListedByTheVerySameTextMayNot(String program) {
        assertThat(only.objection(exec(program, Map.of())).orElseThrow())
                .contains("\"" + program + "\"")
                .contains("/opt/tool, ls");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "LD_PRELOAD", "LD_LIBRARY_PATH"})
    void theCommandMayNotDecideWhichFileANameLeadsTo(String variable) {
        assertThat(only.objection(exec("ls", Map.of(variable, "/tmp"))).orElseThrow())
                .contains("\"" + variable + "\"");
    }

    @Test
    void anyMeansAny() {
        assertThat(new ExecPolicy(ExecAllow.ANY).objection(exec("rm", Map.of("PATH", "/x"))))
                .isEmpty();
    }

    private static CommandSpec.Exec exec(String program, Map<String, String> environment) {
        return new CommandSpec.Exec(program, List.of(), environment, null);
    }
}
