package dev.perigee.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the group this process is in, for each controller, from `/proc/self/mountinfo` and `/proc/self/cgroup`
/// (proc(5), cgroups(7)). Only reads. `root` is `/` outside of tests.
record CgroupSearch(CgroupFiles files, Path root) {
    private static final String V2_TYPE = "cgroup2";
    private static final String V1_TYPE = "cgroup";

    sealed interface Found {
        record At(CgroupVersion version, Path own) implements Found {}

        record Nowhere(String why) implements Found {}
    }

    /// `controllers` are the options of a v1 mount. `top` is the group that the mount shows as its root.
    private record Mount(String type, String top, Path point, List<String> controllers) {}

    Found find(Resource resource) {
        try {
            List<Mount> mounts = mounts();
            Optional<Path> unified = mounts.stream()
                    .filter(mount -> mount.type().equals(V2_TYPE))
                    .flatMap(mount -> own(mount, "").stream())
                    .findFirst();
            if (unified.isPresent() && offers(unified.get(), resource)) {
                return new Found.At(CgroupVersion.V2, unified.get());
            }
            return mounts.stream()
                    .filter(mount -> mount.type().equals(V1_TYPE))
                    .filter(mount -> mount.controllers().contains(resource.controller()))
                    .flatMap(mount -> own(mount, resource.controller()).stream())
                    .findFirst()
                    .<Found>map(own -> new Found.At(CgroupVersion.V1, own))
                    .orElseGet(() -> new Found.Nowhere(unified.map(own -> "cgroup v2 does not hand the controller "
                                    + resource.controller() + " down to " + before(own) + ", and there is none of v1")
                            .orElse("no cgroup file system that has the controller " + resource.controller()
                                    + " is mounted")));
        } catch (IOException e) {
            return new Found.Nowhere("what is mounted cannot be read: " + e);
        }
    }

    /// Where this process was before it moved to its leaf, in which there is only what was handed down so far.
    private static Path before(Path own) {
        return own.endsWith(CgroupPlace.OWN_LEAF) ? own.resolveSibling(".").normalize() : own;
    }

    private boolean offers(Path own, Resource resource) throws IOException {
        Path controllers = before(own).resolve("cgroup.controllers");
        return files.exists(controllers)
                && files.lines(controllers).stream()
                        .flatMap(line -> words(line).stream())
                        .anyMatch(resource.controller()::equals);
    }

    private List<Mount> mounts() throws IOException {
        List<Mount> mounts = new ArrayList<>();
        for (String line : files.lines(root.resolve("proc/self/mountinfo"))) {
            int middle = line.indexOf(" - ");
            if (middle < 0) {
                continue;
            }
            List<String> place = words(line.substring(0, middle));
            List<String> kind = words(line.substring(middle + 3));
            if (place.size() >= 5 && kind.size() >= 3) {
                List<String> options = List.of(kind.getLast().split(",", -1));
                mounts.add(new Mount(
                        kind.getFirst(),
                        place.get(3),
                        root.resolve(place.get(4).replace("\\040", " ").substring(1)),
                        options));
            }
        }
        return mounts;
    }

    /// The directory of this process's own group; empty when the mount does not show it.
    private Optional<Path> own(Mount mount, String controller) {
        try {
            return files.lines(root.resolve("proc/self/cgroup")).stream()
                    .map(line -> line.split(":", 3))
                    .filter(parts -> parts.length == 3
                            && Arrays.asList(parts[1].split(",", -1)).contains(controller))
                    .map(parts -> parts[2])
                    // A group above the namespace shows as `/..`, and is not to be seen here.
                    .filter(path -> !path.startsWith("/..") && Path.of(path).startsWith(mount.top()))
                    .map(path -> Path.of(mount.top()).relativize(Path.of(path)))
                    .map(below -> mount.point().resolve(below).normalize())
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
