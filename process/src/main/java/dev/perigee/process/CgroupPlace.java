package dev.perigee.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Where the groups for one resource are made: `group` holds one directory a tree. Below it are no processes but
/// theirs.
record CgroupPlace(Resource resource, CgroupVersion version, Path group) {
    /// Where this process goes on v2, which hands controllers down only from a group without processes of its own.
    static final String OWN_LEAF = "perigee-satellite";

    private static final String SUBTREE = "cgroup.subtree_control";
    private static final String PROCESSES = "cgroup.procs";
    private static final String NOT_THE_ROOT = "cgroup.type";
    private static final String PROBE = "probe";

    static CgroupPlace below(Resource resource, CgroupSearch.Found.At at, String instance) {
        boolean moved = at.own().endsWith(OWN_LEAF) && at.own().getParent() != null;
        Path base = moved
                ? at.own().resolveSibling("perigee-" + instance)
                : at.own().resolve("perigee-" + instance);
        return new CgroupPlace(resource, at.version(), base);
    }

    /// The group that all of it is in; on v1 also this process.
    Path home() {
        return group.resolveSibling(".").normalize();
    }

    /// Makes it fit to hold groups with this resource limited. Throws what the kernel has against it.
    void prepare(CgroupFiles files) throws IOException {
        if (version == CgroupVersion.V2) {
            handDownFrom(home(), files, true);
        }
        if (!files.exists(group)) {
            files.makeDirectory(group);
        }
        if (version == CgroupVersion.V2) {
            handDownFrom(group, files, false);
        }
        Path probe = group.resolve(PROBE);
        if (!files.exists(probe)) {
            files.makeDirectory(probe);
        }
        ResourceLimits any = new ResourceLimits(1, 1, 1);
        Path first = probe.resolve(version.settings(resource, any).getFirst().file());
        boolean there = files.exists(first);
        files.removeDirectory(probe);
        if (!there) {
            throw new IOException("the kernel has no " + first.getFileName());
        }
    }

    private void handDownFrom(Path directory, CgroupFiles files, boolean mayMoveOut) throws IOException {
        String name = resource.controller();
        boolean already = files.lines(directory.resolve(SUBTREE)).stream()
                .anyMatch(line -> List.of(line.split(" ", -1)).contains(name));
        if (already) {
            return;
        }
        // The kernel hands cpu and pids down beside processes too, but to groups that then can hand down nothing.
        if (mayMoveOut && files.exists(directory.resolve(NOT_THE_ROOT))) {
            moveOutOf(directory, files);
        }
        files.write(directory.resolve(SUBTREE), "+" + name);
    }

    /// Moves this process below when it is the only one there. Throws when it is not.
    private static void moveOutOf(Path directory, CgroupFiles files) throws IOException {
        List<String> inside = files.lines(directory.resolve(PROCESSES));
        String self = Integer.toString(ProcFs.self());
        if (inside.isEmpty()) {
            return;
        }
        if (!inside.equals(List.of(self))) {
            throw new IOException("it holds other processes than this one");
        }
        Path leaf = directory.resolve(OWN_LEAF);
        if (!files.exists(leaf)) {
            files.makeDirectory(leaf);
        }
        files.write(leaf.resolve(PROCESSES), self);
    }
}
