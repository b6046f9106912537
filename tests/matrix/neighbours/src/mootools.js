window.neighbour = { acts: () => typeof MooTools.version === 'string' && typeof [].each === 'function' };
