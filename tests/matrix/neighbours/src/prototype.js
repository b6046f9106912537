window.neighbour = { acts: () => Prototype.Version.startsWith('1.7') && typeof [].each === 'function' };
