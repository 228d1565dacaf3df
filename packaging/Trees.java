import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Whole directories: deleted, or given a second name by hard links.
final class Trees {
    private Trees() {}

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path path : paths(tree).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
        }
    }

    /// Makes `target` the same tree as `source` without copying what is in its files.
    static void link(Path source, Path target) throws IOException {
        for (Path path : paths(source)) {
            Path place = target.resolve(source.relativize(path));
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(place);
            } else if (Files.isSymbolicLink(path)) {
                Files.createSymbolicLink(place, Files.readSymbolicLink(path));
            } else {
                Files.createLink(place, path);
            }
        }
    }

    private static List<Path> paths(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            return paths.toList();
        }
    }
}
