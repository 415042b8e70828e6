import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { connection, isId, missing, readInput } from '@madang/kernel';
import { Library } from './library.service.js';
import {
  LibraryArgs,
  LibraryDocumentConnection,
  LibraryPictureConnection,
  LibraryPictureInput,
} from './library.types.js';

/** The library of pictures; they are added through POST /console/files. */
@Resolver()
export class LibraryResolver {
  constructor(private readonly library: Library) {}

  @Query(() => LibraryPictureConnection, { description: 'Pictures of the site, newest first. Administrators only.' })
  async pictureLibrary(@Args() raw: LibraryArgs): Promise<LibraryPictureConnection> {
    const { first, ...wish } = readInput(LibraryArgs, raw);
    return connection(await this.library.list(first, wish));
  }

  @Query(() => LibraryDocumentConnection, {
    description: 'Documents of the site, newest first: files that are no pictures. For whoever may add some.',
  })
  async documentLibrary(@Args() raw: LibraryArgs): Promise<LibraryDocumentConnection> {
    const { first, ...wish } = readInput(LibraryArgs, raw);
    return connection(await this.library.documents(first, wish));
  }

  @Mutation(() => Boolean, { description: 'Names a document anew; its ending stays what it is. Administrators only.' })
  async renameDocument(
    @Args('id', { type: () => ID }) id: string,
    @Args('name', { description: 'What it is called.' }) name: string,
  ): Promise<boolean> {
    if (!isId(id)) throw missing('picture_missing');
    await this.library.describe(id, { name, alt: '' });
    return true;
  }

  @Mutation(() => Boolean, { description: 'Takes a document nobody links to out of the library. Administrators only.' })
  async removeDocument(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    if (!isId(id)) throw missing('picture_missing');
    await this.library.remove(id);
    return true;
  }

  @Mutation(() => Boolean, { description: 'Changes the words of a picture. Administrators only.' })
  async describePicture(@Args('input') raw: LibraryPictureInput): Promise<boolean> {
    const { id, name, alt } = readInput(LibraryPictureInput, raw);
    await this.library.describe(id, { name, alt });
    return true;
  }

  @Mutation(() => Boolean, { description: 'Takes a picture nobody shows out of the library. Administrators only.' })
  async removePicture(@Args('id', { type: () => ID }) id: string): Promise<boolean> {
    if (!isId(id)) throw missing('picture_missing');
    await this.library.remove(id);
    return true;
  }
}
