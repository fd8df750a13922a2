"""Sets of things that belong together, directly or through others, in a time that grows with them."""


class DisjointSets:
    """Each thing points to another of its set, the root to itself."""

    def __init__(self):
        self._parents = {}

    def find(self, thing):
        """The root of the set of a thing; one that was never united is alone.

        :param thing: anything hashable
        :returns: one of its set, the same for all of them
        """
        root = thing
        while (parent := self._parents.get(root, root)) != root:
            root = parent
        while (parent := self._parents.get(thing, root)) != root:
            self._parents[thing], thing = root, parent
        return root

    def unite(self, one, two):
        """Make one set of those of two things."""
        self._parents[self.find(one)] = self.find(two)
