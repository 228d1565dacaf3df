package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// On hosts that are not this one.
class CgroupsTest {
    private static final ResourceLimits LIMITS = new ResourceLimits(0.1, 100 << 20, 20);
    private static final String ALL = "cpu io memory pids";

    @Test
    void onV2TheSatelliteMovesToALeafSoThatItsGroupCanHandControllersDown() throws IOException {
        CgroupHost host = CgroupHost.unified(ALL);
        Cgroups cgroups = cgroups(host);

        assertThat(cgroups.support().missing()).isEmpty();

        TreeCgroup group = cgroups.make("mcp/files 1", LIMITS);
        assertThat(group.directories()).hasSize(1);
        Path directory = group.directories().getFirst();
        assertThat(directory.getParent()).isEqualTo(host.own().resolve("perigee-one"));
        assertThat(directory.toString()).endsWith("-mcp_files_1");
        assertThat(host.content(directory.resolve("cpu.max"))).isEqualTo("10000 100000");
        assertThat(host.content(directory.resolve("memory.max"))).isEqualTo("104857600");
        assertThat(host.content(directory.resolve("memory.swap.max"))).isEqualTo("0");
        assertThat(host.content(directory.resolve("pids.max"))).isEqualTo("20");
        assertThat(host.content(host.own().resolve("perigee-satellite/cgroup.procs")))
                .isEqualTo(Integer.toString(ProcFs.self()));
    }

    @Test
    void processesAreEnteredCountedKilledAndTheGroupRemoved() throws IOException {
        CgroupHost host = CgroupHost.unified(ALL);
        TreeCgroup group = cgroups(host).make("a", LIMITS);
        Path directory = group.directories().getFirst();

        group.enter(ProcFs.self());
        assertThat(group.processes()).containsExactly(ProcFs.self());
        assertThat(group.remove()).isFalse();
        group.kill();
        assertThat(host.content(directory.resolve("cgroup.kill"))).isEqualTo("1");
        host.set(directory.resolve("memory.events"), "low 0\nhigh 4\noom 2\noom_kill 2\noom_group_kill 0");
        assertThat(group.oomKills()).isEqualTo(2);

        host.set(directory.resolve("cgroup.procs"), "");
        assertThat(group.remove()).isTrue();
        assertThat(host.exists(directory)).isFalse();
    }

    @Test
    void aControllerThatIsNotHandedDownIsNamed() throws IOException {
        Cgroups cgroups = cgroups(CgroupHost.unified("cpu pids"));

        assertThat(cgroups.support().missing())
                .hasToString("[memory: NOT limited, cgroup v2 does not hand the controller memory down to"
                        + " /host/sys/fs/cgroup/unit, and there is none of v1]");
        assertThat(cgroups.support().enforces(Resource.CPU)).isTrue();
        assertThat(cgroups.make("a", LIMITS).directories()).hasSize(1);
    }

    @Test
    void aReadOnlyHostIsNamedAndTreesRunUnlimited() throws IOException {
        Cgroups cgroups = cgroups(CgroupHost.unified(ALL).readOnly());

        assertThat(cgroups.support().missing()).hasSize(3);
        assertThat(cgroups.support().missing().getFirst())
                .hasToString("cpu: NOT limited, cgroup v2 at /host/sys/fs/cgroup/unit refuses:"
                        + " /host/sys/fs/cgroup/unit/perigee-satellite: Read-only file system");
        assertThat(cgroups.make("a", LIMITS).directories()).isEmpty();
    }

    @Test
    void aGroupSharedWithOthersIsLeftAsItIs() {
        CgroupHost host = CgroupHost.unified(ALL).with(1);

        assertThat(cgroups(host).support().missing())
                .hasSize(3)
                .allSatisfy(finding ->
                        assertThat(finding.explanation()).endsWith("it holds other processes than this one"));
        assertThat(host.directories(host.own())).isEmpty();
    }

    @Test
    void groupsOfAnEarlierLifeAreSweptAndLiveOnesKept() throws IOException {
        CgroupHost host = CgroupHost.unified(ALL);
        Path old = cgroups(host).make("old", LIMITS).directories().getFirst();
        Cgroups cgroups = cgroups(host);
        TreeCgroup live = cgroups.make("live", LIMITS);
        assertThatThrownBy(() -> host.removeDirectory(host.own().resolve("perigee-one")))
                .isInstanceOf(IOException.class);

        assertThat(cgroups.sweep()).isZero();

        assertThat(host.exists(old)).isFalse();
        assertThat(host.exists(live.directories().getFirst())).isTrue();
        cgroups.remove(live);
        cgroups.close();
        assertThat(host.directories(host.own())).containsExactly(host.own().resolve("perigee-satellite"));
    }

    @Test
    void nothingIsMadeForTreesWithoutLimits() throws IOException {
        CgroupHost host = CgroupHost.unified(ALL);
        Cgroups cgroups = cgroups(host);

        assertThat(cgroups.make("a", null).directories()).isEmpty();
        cgroups.close();
        assertThat(host.directories(host.own())).isEmpty();
    }

    @Test
    void v1IsToldItsLimitsInItsOwnFiles() {
        assertThat(CgroupVersion.V1.settings(Resource.CPU, LIMITS))
                .containsExactly(
                        new CgroupVersion.Setting("cpu.cfs_quota_us", "10000", true),
                        new CgroupVersion.Setting("cpu.cfs_period_us", "100000", true));
        assertThat(CgroupVersion.V1.settings(Resource.MEMORY, LIMITS))
                .extracting(CgroupVersion.Setting::file)
                .isEqualTo(List.of("memory.limit_in_bytes", "memory.memsw.limit_in_bytes"));
    }

    private static Cgroups cgroups(CgroupHost host) {
        return new Cgroups(host, CgroupHost.ROOT, "one");
    }
}
