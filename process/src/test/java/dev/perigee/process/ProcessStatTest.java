package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatTest {
    private static final String REST = " S 1 42 40 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 3 0 98765 1000 200";

    @Test
    void readsTheFieldsBehindAPlainName() {
        assertThat(ProcessStat.parse("42 (sleep)" + REST)).contains(new ProcessStat(42, 'S', 1, 40, 3, 98765));
    }

    @Test
    void aNameMayHoldBlanksAndParentheses() {
        ProcessStat expected = new ProcessStat(42, 'S', 1, 40, 3, 98765);

        assertThat(ProcessStat.parse("42 (a) R 7 7 7 (b)" + REST)).contains(expected);
        assertThat(ProcessStat.parse("42 ()" + REST)).contains(expected);
        assertThat(ProcessStat.parse("42 ((sd-pam))" + REST)).contains(expected);
        assertThat(ProcessStat.parse("42 (new\nline)" + REST + "\n")).contains(expected);
    }

    @Test
    void whatIsNoStatLineReadsAsEmpty() {
        assertThat(ProcessStat.parse("")).isEmpty();
        assertThat(ProcessStat.parse("42 (sleep")).isEmpty();
        assertThat(ProcessStat.parse("42 (sleep) S 1 2")).isEmpty();
        assertThat(ProcessStat.parse("x (sleep)" + REST)).isEmpty();
    }

    @Test
    void aZombieIsAliveOnlyWhileOtherThreadsOfItRun() {
        assertThat(new ProcessStat(1, 'Z', 0, 1, 1, 0).alive()).isFalse();
        assertThat(new ProcessStat(1, 'Z', 0, 1, 2, 0).alive()).isTrue();
        assertThat(new ProcessStat(1, 'D', 0, 1, 1, 0).alive()).isTrue();
    }

    @Test
    void theKernelsOwnLinesAreUnderstood() {
        assertThat(ProcFs.stat(ProcFs.self())).hasValueSatisfying(stat -> {
            assertThat(stat.pid()).isEqualTo(ProcFs.self());
            assertThat(stat.alive()).isTrue();
            assertThat(stat.threads()).isGreaterThan(1);
        });
    }

    @Test
    void aVariableIsFoundByItsWholeName() {
        String environ = "A=1\0XPERIGEE_TREE=no\0PERIGEE_TREE=a:b=c\0B=2\0";

        assertThat(ProcFs.variable(environ, Marker.NAME)).contains("a:b=c");
        assertThat(ProcFs.variable("PERIGEE_TREE=first\0A=1\0", Marker.NAME)).contains("first");
        assertThat(ProcFs.variable("PERIGEE_TREE=unended", Marker.NAME)).contains("unended");
        assertThat(ProcFs.variable("XPERIGEE_TREE=no\0", Marker.NAME)).isEmpty();
        assertThat(ProcFs.variable("", Marker.NAME)).isEmpty();
    }
}
