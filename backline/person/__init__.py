"""Who somebody is and what is safe for them: answers, screening rules, restrictions."""
