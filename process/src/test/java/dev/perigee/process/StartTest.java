package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.process.Start.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
    private final Trees trees = new Trees();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        trees.close();
    }

    @Test
    void theExitCodeIsTheLeaders() {
        assertThat(trees.runToExit(Trees.shell("exit 0")).exitCode()).isZero();
        assertThat(trees.runToExit(Trees.shell("exit 7")).exitCode()).isEqualTo(7);
        assertThat(trees.runToExit(Trees.shell("exit 255")).exitCode()).isEqualTo(255);
    }

    @Test
    void aLeaderKilledFromElsewhereSaysBySignalAndCode() {
        Outcome.Exited exited = trees.runToExit(Trees.shell("kill -KILL $$"));

        assertThat(exited.exitCode()).isEqualTo(137);
        assertThat(exited.signal()).isEqualTo(9);
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() {
        ProcessSpec spec =
                ProcessSpec.of("a", Trees.AMPLE, "printf", "%s|", "$HOME", "a b", "", "*", "`id`", ";", "ü€😀");

        assertThat(trees.runToExit(spec).stdout().text()).isEqualTo("$HOME|a b||*|`id`|;|ü€😀|");
    }

    @Test
    void theEnvironmentIsTheSatellitesWithOverrides() {
        ProcessSpec spec = Trees.shell("echo \"$GREETING\"; echo \"$HOME\"; echo \"$PERIGEE_TREE\"")
                .withEnvironment(Map.of("GREETING", "grüß dich", Marker.NAME, "forged"));

        assertThat(trees.runToExit(spec).stdout().text().lines())
                .containsExactly("grüß dich", System.getenv("HOME"), trees.instance() + ":" + spec.id());
    }

    @Test
    void theWorkingDirectoryIsTheOneGiven() throws IOException {
        ProcessSpec spec = Trees.shell("pwd -P").withWorkingDirectory(directory.toString());

        assertThat(trees.runToExit(spec).stdout().text().trim())
                .isEqualTo(directory.toRealPath().toString());
    }

    @Test
    void aProgramWithASlashIsRelativeToTheWorkingDirectory() throws IOException {
        script("tool", "#!/bin/sh\necho found", "rwxr-xr-x");
        ProcessSpec spec = ProcessSpec.of("a", Trees.AMPLE, "./tool").withWorkingDirectory(directory.toString());

        assertThat(trees.runToExit(spec).stdout().text()).isEqualTo("found\n");
    }

    @Test
    void aProgramNameIsLookedUpInThePathOfTheChild() throws IOException {
        script("only-here", "#!/bin/sh\necho \"$0\"", "rwxr-xr-x");
        ProcessSpec spec = ProcessSpec.of("a", Trees.AMPLE, "only-here")
                .withEnvironment(Map.of("PATH", "/nowhere:" + directory + ":/bin"));

        assertThat(trees.runToExit(spec).stdout().text().trim()).isEqualTo(directory + "/only-here");
        assertThat(trees.refused(ProcessSpec.of("b", Trees.AMPLE, "only-here")).reason())
                .isEqualTo(Reason.PROGRAM_NOT_FOUND);
    }

    @Test
    void anEmptyPathElementIsTheWorkingDirectory() throws IOException {
        script("local", "#!/bin/sh\necho local", "rwxr-xr-x");
        ProcessSpec spec = ProcessSpec.of("a", Trees.AMPLE, "local")
                .withEnvironment(Map.of("PATH", "/nowhere::/bin"))
                .withWorkingDirectory(directory.toString());

        assertThat(trees.runToExit(spec).stdout().text()).isEqualTo("local\n");
    }

    @Test
    void inputIsEmpty() {
        assertThat(trees.runToExit(ProcessSpec.of("a", Trees.AMPLE, "cat")).exitCode())
                .isZero();
    }

    @Test
    void aChildHasItsThreeDescriptorsAndNoOther() {
        ProcessSpec spec = ProcessSpec.of("a", Trees.AMPLE, "ls", "/proc/self/fd");

        // Descriptor 3 is the directory that ls itself reads.
        assertThat(trees.runToExit(spec).stdout().text().lines()).containsExactly("0", "1", "2", "3");
    }

    @Test
    void aChildLeadsASessionAndGroupOfItsOwn() {
        RunningTree tree = trees.start(ProcessSpec.of("a", Trees.AMPLE, "cut", "-d ", "-f1,5,6", "/proc/self/stat"));

        assertThat(Trees.end(tree).stdout().text().trim()).isEqualTo("%1$d %1$d %1$d".formatted(tree.pid()));
    }

    @Test
    void aChildBlocksNoSignal() {
        // Read by the child itself: a shell blocks signals for a moment whenever it forks.
        ProcessSpec spec = ProcessSpec.of("a", Trees.AMPLE, "grep", "SigBlk", "/proc/self/status");

        assertThat(trees.runToExit(spec).stdout().text().trim()).isEqualTo("SigBlk:\t0000000000000000");
    }

    @Test
    void aMissingProgramIsNamed() {
        Start.NotStarted byName = trees.refused(ProcessSpec.of("a", Trees.AMPLE, "no-such-program"));
        Start.NotStarted byPath = trees.refused(ProcessSpec.of("b", Trees.AMPLE, "/no/such/program"));

        assertThat(byName.reason()).isEqualTo(Reason.PROGRAM_NOT_FOUND);
        assertThat(byName.message()).contains("no-such-program");
        assertThat(byPath.reason()).isEqualTo(Reason.PROGRAM_NOT_FOUND);
        assertThat(byPath.message()).contains("/no/such/program");
        assertThat(trees.refused(ProcessSpec.of("c", Trees.AMPLE, "")).reason()).isEqualTo(Reason.PROGRAM_NOT_FOUND);
    }

    @Test
    void whatCannotBeExecutedIsNamed() throws IOException {
        String plain = script("plain", "#!/bin/sh\n", "rw-r--r--");
        String shapeless = script("shapeless", "echo no shell reads this", "rwxr-xr-x");
        String dangling = script("dangling", "#!/no/such/interpreter\n", "rwxr-xr-x");

        for (String program : List.of(plain, shapeless, dangling, directory.toString())) {
            Start.NotStarted refused = trees.refused(ProcessSpec.of("a", Trees.AMPLE, program));
            assertThat(refused.reason()).isEqualTo(Reason.NOT_EXECUTABLE);
            assertThat(refused.message()).contains(program);
        }
    }

    @Test
    void aMissingDirectoryIsNamed() {
        for (String bad : List.of("/no/such/directory", "/bin/sh", "")) {
            Start.NotStarted refused =
                    trees.refused(ProcessSpec.of("a", Trees.AMPLE, "true").withWorkingDirectory(bad));
            assertThat(refused.reason()).isEqualTo(Reason.DIRECTORY_NOT_FOUND);
            assertThat(refused.message()).contains("'" + bad + "'");
        }
    }

    @Test
    void textThatNoProcessCanBeGivenIsRefused() {
        assertThat(trees.refused(ProcessSpec.of("a", Trees.AMPLE, "true", "a\0b"))
                        .reason())
                .isEqualTo(Reason.INVALID_TEXT);
        assertThat(trees.refused(Trees.shell("true").withEnvironment(Map.of("A=B", "c")))
                        .reason())
                .isEqualTo(Reason.INVALID_TEXT);
        assertThat(trees.refused(Trees.shell("true").withEnvironment(Map.of("A", "\0")))
                        .reason())
                .isEqualTo(Reason.INVALID_TEXT);
    }

    @Test
    void whatTheSystemRefusesComesWithItsWords() {
        Start.NotStarted refused = trees.refused(ProcessSpec.of("a", Trees.AMPLE, "true", "x".repeat(4 << 20)));

        assertThat(refused.reason()).isEqualTo(Reason.SYSTEM);
        assertThat(refused.message()).contains("Argument list too long");
    }

    @Test
    void anIdRunsOnceAtATime() {
        ProcessSpec spec = Trees.shell("sleep 100");
        RunningTree tree = trees.start(spec);

        assertThat(trees.refused(spec).reason()).isEqualTo(Reason.ALREADY_RUNNING);

        tree.terminate();
        Trees.end(tree);
        trees.start(spec);
    }

    @Test
    void moreTreesThanAllowedAreRefused() {
        try (Trees two = new Trees(Trees.GRACE, 2, System::nanoTime)) {
            two.start(Trees.shell("sleep 100"));
            RunningTree second = two.start(Trees.shell("sleep 100"));

            assertThat(two.refused(Trees.shell("true")).reason()).isEqualTo(Reason.TOO_MANY);

            second.terminate();
            Trees.end(second);
            two.runToExit(Trees.shell("true"));
        }
    }

    @Test
    void anInstanceThatCouldBeTakenForAnotherIsRefused() {
        for (String instance : List.of("", "a:b", "a b", "x".repeat(129))) {
            assertThatThrownBy(() -> ProcessTrees.open(instance, TreeSettings.defaults(), System::nanoTime))
                    .hasMessageContaining("'" + instance + "'");
        }
    }

    private String script(String name, String text, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file.toString();
    }
}
