package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// On this host, as far as it supports limits; where it does not, it must say so.
class ResourceLimitsTest {
    private static final ResourceLimits AMPLE = new ResourceLimits(2, 1L << 30, 500);
    private final Trees trees = new Trees();

    @AfterEach
    void close() {
        trees.close();
    }

    @Test
    void aTreeThatTakesMoreMemoryThanItsLimitIsKilledAndThatIsReported() {
        Outcome.Exited exited = trees.runToExit(limited(
                new ResourceLimits(2, 20L << 20, 500), "x=$(head -c 60000000 /dev/zero | tr '\\0' 'x'); echo ${#x}"));

        if (supports(Resource.MEMORY)) {
            assertThat(exited.oomKills()).isPositive();
            assertThat(exited.exitCode()).isNotZero();
        } else {
            assertThat(exited.stdout().text()).isEqualTo("60000000\n");
        }
    }

    @Test
    void aTreeHasNoMoreProcessesThanItsLimit() {
        RunningTree tree =
                trees.start(limited(new ResourceLimits(2, 1L << 30, 10), "sleep 100 &\n".repeat(30) + "wait"));

        if (supports(Resource.PROCESSES)) {
            assertThat(((Outcome.Exited) Trees.end(tree)).stderr().text()).containsIgnoringCase("fork");
        } else {
            Eventually.until("all run", () -> trees.alive().size() > 30);
        }
    }

    @Test
    void aTreeThatTakesMoreCpuThanItsLimitIsHeldBack() {
        trees.start(limited(new ResourceLimits(0.1, 1L << 30, 10), "while :; do :; done"));

        if (supports(Resource.CPU)) {
            List<Path> groups = groups();
            Eventually.until("it was throttled", () -> groups.stream().anyMatch(ResourceLimitsTest::throttled));
        }
    }

    @Test
    void aDaemonWithoutAnyOtherSignOfMembershipEndsWithItsTree() {
        RunningTree other = trees.start(Trees.shell("sleep 100"));
        Outcome.Exited exited = trees.runToExit(limited(
                AMPLE,
                "env -i setsid sleep 100 >&- 2>&- & echo $!;"
                        + " until [ \"$(cut -d' ' -f6 /proc/$!/stat)\" = $! ]; do sleep 0.01; done"));
        int daemon = Integer.parseInt(exited.stdout().text().trim());

        // On v2 it may have been quicker than its supervisor could put it in.
        if (byV1(Resource.PROCESSES)) {
            assertThat(Trees.gone(daemon)).isTrue();
        }
        assertThat(other.outcome()).isEmpty();
    }

    @Test
    void noGroupIsLeftAfterTheTreesAndTheirClose() {
        for (int i = 0; i < 50; i++) {
            trees.runToExit(limited(AMPLE, "sleep 100 & exit 0"));
        }
        List<Path> groups = groups();
        assertThat(groups).isEmpty();

        trees.close();
        assertThat(parents()).noneMatch(Files::exists);
    }

    @Test
    void sweepEndsTheGroupsOfAnEarlierLife() {
        RunningTree old = trees.start(limited(AMPLE, "sleep 100"));
        try (ProcessTrees later = ProcessTrees.open(trees.instance(), TreeSettings.defaults(), System::nanoTime)) {
            assertThat(later.sweep()).isPositive();
            assertThat(Trees.end(old)).isInstanceOf(Outcome.Exited.class);
        }
        assertThat(groups()).isEmpty();
    }

    @Test
    void eachResourceIsEitherEnforcedOrSaidWhyNot() {
        ResourceSupport support = trees.trees().resourceSupport();

        assertThat(support.findings())
                .hasSize(3)
                .allSatisfy(finding -> assertThat(finding.explanation()).isNotBlank());
    }

    private ProcessSpec limited(ResourceLimits most, String script) {
        return Trees.shell(Trees.AMPLE.withResources(most), script);
    }

    private boolean byV1(Resource resource) {
        return trees.trees().resourceSupport().findings().stream()
                .anyMatch(finding -> finding.resource() == resource
                        && finding.enforced()
                        && finding.explanation().startsWith(CgroupVersion.V1.toString()));
    }

    private boolean supports(Resource resource) {
        return trees.trees().resourceSupport().enforces(resource);
    }

    private List<Path> groups() {
        return parents().stream()
                .flatMap(parent -> new KernelCgroupFiles().directories(parent).stream())
                .toList();
    }

    private List<Path> parents() {
        return trees.trees().resourceSupport().findings().stream()
                .filter(ResourceSupport.Finding::enforced)
                .map(finding -> Path.of(finding.explanation().replaceFirst(".* below ", "")))
                .distinct()
                .toList();
    }

    private static boolean throttled(Path group) {
        Path stat = group.resolve("cpu.stat");
        try {
            return Files.exists(stat)
                    && Files.readString(stat).lines().anyMatch(line -> line.matches("nr_throttled [1-9].*"));
        } catch (IOException e) {
            return false;
        }
    }
}
