/** A name as it is written, and in ASCII where that is not only a matter of accents. */
export type Name = string | readonly [written: string, ascii: string]

type Names = readonly [Name, ...Name[]]

/** Common given and family names that go together; every given name goes with every family name. */
export interface Culture {
  readonly given: Names
  readonly family: Names
  /** The family name is written first and without a space. */
  readonly familyFirst?: true
}

export const cultures: readonly [Culture, ...Culture[]] = [
  {
    given: ['Emily', 'Oliver', 'Grace', 'Harry', 'Chloe', 'Lewis', 'Megan', 'Callum', 'Ruby', 'Owen'],
    family: ['Bennett', 'Clarke', 'Foster', 'Hughes', "O'Neill", 'Palmer', 'Reid', 'Shaw', 'Turner', 'Walsh'],
  },
  {
    given: ['Jörg', 'Anneliese', 'Jürgen', 'Käthe', 'Lukas', 'Sören', 'Ulrike', 'Götz', 'Bärbel', 'Felix'],
    family: ['Weiß', 'Müller', 'Schröder', 'Großmann', 'Krüger', 'Böhm', 'Vogel', 'Schäfer', 'Strauß', 'Keller'],
  },
  {
    given: ['Zoé', 'François', 'Hélène', 'Loïc', 'Maëlle', 'Rémi', 'Célia', 'Noël', 'Inès', 'Théo'],
    family: [
      'Lefèvre',
      'Garnier',
      'Béranger',
      'Chevalier',
      'Dupré',
      'Fontaine',
      'Gérard',
      'Lacroix',
      'Mercier',
      'Noirot',
    ],
  },
  {
    given: ['Iñaki', 'Lucía', 'Andrés', 'Begoña', 'Álvaro', 'Nuria', 'Tomás', 'Rocío', 'Íñigo', 'Marta'],
    family: ['Muñoz', 'Ibáñez', 'Núñez', 'Peña', 'Gutiérrez', 'Ordóñez', 'Vidal', 'Marín', 'Soler', 'Castaño'],
  },
  {
    given: ['João', 'Beatriz', 'Caetano', 'Conceição', 'Duarte', 'Inês', 'Gonçalo', 'Lúcia', 'Mateus', 'Vitória'],
    family: [
      'Conceição',
      'Magalhães',
      'Araújo',
      'Leitão',
      'Simões',
      'Tavares',
      'Queirós',
      'Nóbrega',
      'Lopes',
      'Brandão',
    ],
  },
  {
    given: ['Bjørn', 'Åsa', 'Søren', 'Ingrid', 'Håkan', 'Maja', 'Øyvind', 'Linnéa', 'Jørgen', 'Elin'],
    family: ['Ångström', 'Østergaard', 'Lindqvist', 'Bjørnsen', 'Sjögren', 'Nygård', 'Holm', 'Kjær', 'Åkesson', 'Dahl'],
  },
  {
    given: ['Łukasz', 'Małgorzata', 'Paweł', 'Grażyna', 'Michał', 'Zofia', 'Stanisław', 'Bożena', 'Jakub', 'Ewa'],
    family: ['Wójcik', 'Gołąb', 'Pawlak', 'Żak', 'Mazur', 'Dąbek', 'Kołodziej', 'Wróbel', 'Zając', 'Sikora'],
  },
  {
    given: ['Jan', 'Femke', 'Joost', 'Anouk', 'Daniël', 'Roos', 'Thijs', 'Noëlle', 'Sander', 'Maartje'],
    family: [
      'van Dijk',
      'de Boer',
      'Visser',
      'Smit',
      'Bakker',
      'van der Meer',
      'Hendriks',
      'Kuipers',
      'Mulder',
      'Prins',
    ],
  },
  {
    given: ['Ayşe', 'Çağlar', 'Gülşen', 'Ömer', 'Şebnem', 'Uğur', 'Tuğba', 'Barış', 'Nilgün', 'Işıl'].map(turkish) as [
      Name,
      ...Name[],
    ],
    family: ['Yıldız', 'Şahin', 'Öztürk', 'Çelik', 'Koç', 'Aydın', 'Kaya', 'Güneş', 'Doğan', 'Polat'].map(turkish) as [
      Name,
      ...Name[],
    ],
  },
  {
    given: [
      ['Олена', 'Olena'],
      ['Тарас', 'Taras'],
      ['Ірина', 'Iryna'],
      ['Богдан', 'Bohdan'],
      ['Оксана', 'Oksana'],
      ['Андрій', 'Andrii'],
    ],
    family: [
      ['Ткаченко', 'Tkachenko'],
      ['Бондар', 'Bondar'],
      ['Мельник', 'Melnyk'],
      ['Гончар', 'Honchar'],
      ['Кравчук', 'Kravchuk'],
    ],
  },
  {
    given: [
      ['Ελένη', 'Eleni'],
      ['Γιώργος', 'Giorgos'],
      ['Μαρία', 'Maria'],
      ['Νίκος', 'Nikos'],
      ['Κατερίνα', 'Katerina'],
    ],
    family: [
      ['Γεωργίου', 'Georgiou'],
      ['Ιωάννου', 'Ioannou'],
      ['Νικολάου', 'Nikolaou'],
      ['Χριστοδούλου', 'Christodoulou'],
    ],
  },
  {
    given: [
      ['花子', 'Hanako'],
      ['健太', 'Kenta'],
      ['美咲', 'Misaki'],
      ['大輔', 'Daisuke'],
      ['由美', 'Yumi'],
      ['直樹', 'Naoki'],
    ],
    family: [
      ['山田', 'Yamada'],
      ['高橋', 'Takahashi'],
      ['小林', 'Kobayashi'],
      ['渡辺', 'Watanabe'],
      ['松本', 'Matsumoto'],
    ],
    familyFirst: true,
  },
  {
    given: [
      ['伟', 'Wei'],
      ['芳', 'Fang'],
      ['静', 'Jing'],
      ['磊', 'Lei'],
      ['敏', 'Min'],
      ['晓燕', 'Xiaoyan'],
    ],
    family: [
      ['王', 'Wang'],
      ['李', 'Li'],
      ['张', 'Zhang'],
      ['陈', 'Chen'],
      ['刘', 'Liu'],
    ],
    familyFirst: true,
  },
  {
    given: ['Ananya', 'Rohan', 'Kavya', 'Arjun', 'Meera', 'Vikram', 'Lakshmi', 'Sanjay', 'Divya', 'Nikhil'],
    family: ['Iyer', 'Kapoor', 'Menon', 'Reddy', 'Bose', 'Joshi', 'Nair', 'Chopra', 'Desai', 'Rao'],
  },
  {
    given: ['Amina', 'Tariq', 'Leïla', 'Youssef', 'Nadia', 'Karim', 'Samira', 'Idris', 'Fatou', 'Moussa'],
    family: ['Benali', 'Haddad', 'Mansour', 'Diallo', 'Traoré', 'Rahmani', 'Cissé', 'Sow', 'Khoury', 'Bakri'],
  },
]

/** The dotless i loses no accent when it becomes an i, so it needs its own spelling. */
function turkish(written: string): Name {
  return [written, written.replaceAll('ı', 'i').replaceAll('İ', 'I')]
}
