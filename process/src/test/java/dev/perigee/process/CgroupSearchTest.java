package dev.perigee.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.process.CgroupSearch.Found;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CgroupSearchTest {
    private static final String HYBRID = """
            23 1 0:22 / /sys rw - sysfs sysfs rw
            32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct
            35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
            41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw""";
    private static final String HYBRID_GROUPS = """
            4:memory:/a b/c
            1:cpu,cpuacct:/
            0::/""";

    @Test
    void onAHybridHostEachV1ControllerHasAGroupOfItsOwn() {
        assertThat(find(HYBRID, HYBRID_GROUPS, Resource.MEMORY))
                .isEqualTo(new Found.At(CgroupVersion.V1, at("memory/a b/c")));
        assertThat(find(HYBRID, HYBRID_GROUPS, Resource.CPU)).isEqualTo(new Found.At(CgroupVersion.V1, at("cpu")));
    }

    @Test
    void aControllerThatIsNowhereIsSaidToBe() {
        assertThat(find(HYBRID, HYBRID_GROUPS, Resource.PROCESSES))
                .isEqualTo(new Found.Nowhere("cgroup v2 does not hand the controller pids down to"
                        + " /host/sys/fs/cgroup/unified, and there is none of v1"));
        assertThat(find("\n23 1 0:22 / /sys rw - sysfs sysfs rw", "0::/", Resource.CPU))
                .isEqualTo(new Found.Nowhere("no cgroup file system that has the controller cpu is mounted"));
    }

    @Test
    void inAContainerTheMountShowsTheContainersGroupAsItsRoot() {
        String mount = "35 31 0:32 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory";

        assertThat(find(mount, "4:memory:/docker/abc", Resource.MEMORY))
                .isEqualTo(new Found.At(CgroupVersion.V1, at("memory")));
        assertThat(find(mount, "4:memory:/docker/other", Resource.MEMORY)).isInstanceOf(Found.Nowhere.class);
    }

    @Test
    void aGroupAboveTheNamespaceIsNotFound() {
        assertThat(find(HYBRID, "4:memory:/../..\n0::/", Resource.MEMORY)).isInstanceOf(Found.Nowhere.class);
    }

    private static Found find(String mountinfo, String cgroup, Resource resource) {
        return new CgroupSearch(CgroupHost.showing(mountinfo, cgroup), CgroupHost.ROOT).find(resource);
    }

    private static Path at(String below) {
        return CgroupHost.ROOT.resolve("sys/fs/cgroup").resolve(below);
    }
}
