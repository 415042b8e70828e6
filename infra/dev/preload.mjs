/**
 * Loaded before every spec: NestJS is ESM-only, and a CommonJS package that `require()`s it inside an import cycle dies
 * unless these two are already there.
 */
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
